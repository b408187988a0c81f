import {
  DefaultTokenResolver,
  StringConcat,
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformModule,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";

const ADDRESS = /\b(?:[a-z]\w*)\.[A-Za-z_][\w-]*/g;

/**
 * How one element of a stack refers to another, directly or through others: the elements on the way, both ends
 * included. Undefined if it does not.
 */
export function referencePath(from: TerraformElement, to: TerraformElement): TerraformElement[] | undefined {
  const elements = elementsByAddress(from.cdktfStack);
  const origins = new Map<TerraformElement, TerraformElement | undefined>([[from, undefined]]);
  for (const element of origins.keys()) {
    if (element === to) return pathTo(element, origins);
    for (const referred of referencesOf(element, elements)) {
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

function elementsByAddress(stack: TerraformStack): Map<string, TerraformElement> {
  const elements = stack.node.findAll().filter((element) => TerraformElement.isTerraformElement(element));
  return new Map(elements.map((element) => [`${addressType(element)}.${element.friendlyUniqueId}`, element]));
}

function addressType(element: TerraformElement): string {
  if (element instanceof TerraformLocal) return "local";
  if (element instanceof TerraformModule) return "module";
  const isBlockWithType =
    TerraformResource.isTerraformResource(element) || TerraformDataSource.isTerraformDataSource(element);
  return isBlockWithType ? element.terraformResourceType : "";
}
