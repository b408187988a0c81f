import { IResolvable, IResolveContext, Token } from "cdktf";
import { expressionFor, HclExpression } from "./hcl";
import { isToken } from "./tokens";

class Null extends HclExpression {
  protected render(): string {
    return "null";
  }
}

/** `null` as an expression. `cdktf synth --hcl` cannot print a plain `null` inside an object (cdktf 0.21). */
export const NULL: IResolvable = new Null();

/**
 * Part of a value, such as `[0].name`, or `null` if the part is missing, such as the first element of an empty list.
 *
 * Another stack gets the whole value and reads the part itself, because an output of a missing part would be an error.
 */
export function partOrNull(value: IResolvable | string, path: string): string {
  return Token.asString(new PartOrNull(value, path));
}

/** `null` if the value is one of those that represent "none". Any other value is unchanged. */
export function nullIfOneOf(absent: readonly string[], value: IResolvable | string): string {
  return Token.asString(new NullIfOneOf(absent, value));
}

/** An attribute of a declared resource, such as `aws_kms_key.packages.arn`. Attributes used here are never `null`. */
const RESOURCE_ATTRIBUTE = /^(?!(?:var|local|each|module|data)\.)[a-z]\w*\.[\w-]+(?:\.\w+)+$/;

/**
 * The value, or the other value if it is omitted. It is omitted if it is `undefined`, or a token that is `null` when
 * Terraform runs, such as a variable without a value.
 */
export function orElse<T extends string | number>(value: T | undefined, otherwise: () => T): T {
  if (value === undefined) return otherwise();
  if (!isToken(value)) return value;
  const token = new OrElse(value, otherwise());
  return (typeof value === "number" ? Token.asNumber(token) : Token.asString(token)) as T;
}

/** A resource or data source of the AWS provider with a list of at most one revocation record. */
export interface Revocable {
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

/** A field of the revocation record, or `null` if there is no record. */
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
