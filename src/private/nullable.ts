import { IResolvable, IResolveContext, Token } from "cdktf";
import { expressionFor, HclExpression } from "./hcl";

class Null extends HclExpression {
  protected render(): string {
    return "null";
  }
}

/** `null` as an expression. A plain one inside an object is more than `cdktf synth --hcl` can print (cdktf 0.21). */
export const NULL: IResolvable = new Null();

/** `null` where the expression has no value, such as the first element of an empty list. */
export function orNull(value: IResolvable | string): string {
  return Token.asString(new OrNull(value));
}

/** `null` where the value is one of those that stand for "none". */
export function nullIfOneOf(absent: readonly string[], value: IResolvable | string): string {
  return Token.asString(new NullIfOneOf(absent, value));
}

class OrNull extends HclExpression {
  constructor(private readonly value: IResolvable | string) {
    super();
  }

  protected render(context: IResolveContext): string {
    return `try(${expressionFor(this.value, context)}, null)`;
  }
}

class NullIfOneOf extends HclExpression {
  constructor(
    private readonly absent: readonly string[],
    private readonly value: IResolvable | string,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    const value = expressionFor(this.value, context);
    return `(contains(${expressionFor(this.absent, context)}, ${value}) ? null : ${value})`;
  }
}
