import { IResolvable, IResolveContext, ITerraformDependable, Token } from "cdktf";
import { expressionFor, HclExpression, HclPart, hclParts, HclString } from "./hcl";
import { isToken } from "./tokens";

const EACH = /\beach\.(?:value|key)\b/;

/** Whether an expression contains a value of an iterator, which has a meaning only in a resource with `for_each`. */
export function isOfIterator(expression: string): boolean {
  return EACH.test(expression);
}

class CurrentKey extends HclExpression {
  /** The same names as cdktf's own iterators use. */
  protected render(context: IResolveContext): string {
    return context.iteratorContext === "FOR_EXPRESSION" ? "key" : "each.key";
  }
}

/** The key of the current item, in a resource with `for_each` and in `iterator.dynamic(…)`. */
export const CURRENT_KEY: IResolvable = new CurrentKey();

/**
 * An attribute of one item of a resource with `for_each`. cdktf's own reference, `.*.`, is an error in Terraform for
 * such a resource.
 *
 * Another stack gets all items and reads the attribute itself.
 *
 * @see https://github.com/hashicorp/terraform/issues/32019
 */
export class ItemAttribute extends HclExpression {
  /** @param path the attribute, such as `output.name` */
  constructor(
    private readonly resource: ITerraformDependable,
    private readonly path: string,
    private readonly key: IResolvable | string = CURRENT_KEY,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    return `${expressionFor(this.resource.fqn, context)}[${expressionFor(this.key, context)}].${this.path}`;
  }
}

class SharedBeginning extends HclString {
  constructor(private readonly value: string) {
    super();
  }

  public parts(context: IResolveContext): HclPart[] {
    const parts = hclParts(this.value, context);
    const end = parts.findIndex((part) => "expression" in part && isOfIterator(part.expression));
    return end === -1 ? parts : parts.slice(0, end);
  }
}

/** The beginning of a text that all items share: the part before the first value of an iterator. */
export function sharedBeginning(text: string): string {
  return isToken(text) ? Token.asString(new SharedBeginning(text)) : text;
}
