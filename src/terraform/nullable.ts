import { IResolvable, IResolveContext, Token } from "cdktf";
import { expressionFor, HclExpression } from "./hcl";
import { isToken } from "./tokens";

class Null extends HclExpression {
  protected render(): string {
    return "null";
  }
}

/** `null` as an expression. A plain one inside an object is more than `cdktf synth --hcl` can print (cdktf 0.21). */
export const NULL: IResolvable = new Null();

/**
 * Part of a value, such as `[0].name`, or `null` where it has no such part, such as the first element of an empty list.
 *
 * Another stack gets the value as a whole, and looks for the part itself: an output of what is not there would be an error.
 */
export function partOrNull(value: IResolvable | string, path: string): string {
  return Token.asString(new PartOrNull(value, path));
}

/** `null` where the value is one of those that stand for "none". */
export function nullIfOneOf(absent: readonly string[], value: IResolvable | string): string {
  return Token.asString(new NullIfOneOf(absent, value));
}

/** An attribute of a resource that is declared, such as `aws_kms_key.packages.arn`, which is never `null` for what is asked here. */
const RESOURCE_ATTRIBUTE = /^(?!(?:var|local|each|module|data)\.)[a-z]\w*\.[\w-]+(?:\.\w+)+$/;

/**
 * The value, or another one where it is left out: undefined, or a token that is `null` when Terraform runs, as a variable without a
 * value is.
 */
export function orElse<T extends string | number>(value: T | undefined, otherwise: () => T): T {
  if (value === undefined) return otherwise();
  if (!isToken(value)) return value;
  const token = new OrElse(value, otherwise());
  return (typeof value === "number" ? Token.asNumber(token) : Token.asString(token)) as T;
}

/** A resource or data source of the AWS provider with a list of one revocation record or none. */
export interface Revocable {
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

/** A field of the revocation record, or `null` where there is none. */
export function listedField(revocable: Revocable, name: string): string {
  return partOrNull(revocable.interpolationForAttribute("revocation_record"), `[0].${name}`);
}

class OrElse extends HclExpression {
  constructor(
    private readonly value: string | number,
    private readonly otherwise: string | number,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    const value = expressionFor(this.value, context);
    if (RESOURCE_ATTRIBUTE.test(value)) return value;
    return `(${value} == null ? ${expressionFor(this.otherwise, context)} : ${value})`;
  }
}

class PartOrNull extends HclExpression {
  constructor(
    private readonly value: IResolvable | string,
    private readonly path: string,
  ) {
    super();
  }

  protected render(context: IResolveContext): string {
    return `try(${expressionFor(this.value, context)}${this.path}, null)`;
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
