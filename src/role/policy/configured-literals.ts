import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformStack, Tokenization } from "cdktf";
import { elementsByAddress } from "../../terraform/elements-by-address";
import type { HclPart } from "../../terraform/hcl";

/** A bucket or key that a resource of Amazon S3 has because it is configured so. */
const CONFIGURED = /^(aws_s3_\w+)\.([\w-]+)\.(bucket|key)$/;

const REFERENCE = /^\$\{([\w.-]+)\}$/;
const TEMPLATE_SYNTAX = /[$%]\{/;

/**
 * Looks expressions up in the configuration of a stack. `aws_s3_object.code.key` is an expression, but the key is often written
 * right there; and where each object names its bucket, it is the same bucket that they name.
 */
export function knownTextsOf(stack: TerraformStack): (part: HclPart) => HclPart {
  let elements: Map<string, TerraformElement> | undefined;
  const lookUp = (expression: string): HclPart => {
    const [isConfigured, type, name, attribute] = CONFIGURED.exec(expression) ?? [];
    if (isConfigured === undefined) return { expression };
    elements ??= elementsByAddress(stack);
    const element = elements.get(`${type}.${name}`);
    if (!element) return { expression };
    const { resource } = Tokenization.resolve(element.toTerraform(), {
      scope: element,
      resolver: new DefaultTokenResolver(new StringConcat()),
    }) as { resource?: Record<string, Record<string, Block>> };
    const block = resource?.[type][name];
    const text = block?.[attribute];
    if (typeof text !== "string" || isIgnored(attribute, block)) return { expression };
    const [, reference] = REFERENCE.exec(text) ?? [];
    if (reference !== undefined) return lookUp(reference);
    return TEMPLATE_SYNTAX.test(text) ? { expression } : { literal: text };
  };
  return (part) => ("literal" in part ? part : lookUp(part.expression));
}

interface Block {
  readonly [attribute: string]: unknown;
  readonly lifecycle?: { readonly ignore_changes?: "all" | readonly string[] };
}

/** Whether the attribute may have another value in Terraform's state, and keep it. */
function isIgnored(attribute: string, block: Block | undefined): boolean {
  const ignored = block?.lifecycle?.ignore_changes;
  return ignored === "all" || (ignored?.includes(attribute) ?? false);
}
