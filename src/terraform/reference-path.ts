import { DefaultTokenResolver, StringConcat, TerraformElement, Tokenization } from "cdktf";
import { elementsByAddress } from "./elements-by-address";

const ADDRESS = /\b(?:[a-z]\w*)\.[A-Za-z_][\w-]*/g;

/**
 * How one element of a stack refers to another, directly or through others: the elements on the way, both ends
 * included. Undefined if it does not. An element that is to be found from itself is found if there is a cycle.
 */
export function referencePath(from: TerraformElement, to: TerraformElement): TerraformElement[] | undefined {
  const elements = elementsByAddress(from.cdktfStack);
  const origins = new Map<TerraformElement, TerraformElement | undefined>([[from, undefined]]);
  for (const element of origins.keys()) {
    for (const referred of referencesOf(element, elements)) {
      if (referred === to) return [...pathTo(element, origins), to];
      if (!origins.has(referred)) origins.set(referred, element);
    }
  }
  return undefined;
}

function pathTo(
  end: TerraformElement,
  origins: Map<TerraformElement, TerraformElement | undefined>,
): TerraformElement[] {
  const origin = origins.get(end);
  return origin ? [...pathTo(origin, origins), end] : [end];
}

function referencesOf(element: TerraformElement, elements: Map<string, TerraformElement>): TerraformElement[] {
  const configuration = Tokenization.resolve(element.toTerraform(), {
    scope: element,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
  const addresses = JSON.stringify(configuration).match(ADDRESS) ?? [];
  return [...new Set(addresses)].flatMap((address) => elements.get(address) ?? []);
}
