import { DefaultTokenResolver, IResolvable, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/** A part of a string: text as the user wrote it, or a token. */
export type TextPart = string | IResolvable;

/** How cdktf marks a token inside a string. */
const STRING_TOKEN = /\$\{TfToken\[[^\]]+\]\}/;

/** A number token inside a string: a double with cdktf's marker in its exponent, as JavaScript prints it. */
const NUMBER_TOKEN = /-\d(?:\.\d+)?e\+\d+/;

const NUMBER_ALONE = new RegExp(`^${NUMBER_TOKEN.source}$`);

const TOKEN = new RegExp(`(${STRING_TOKEN.source}|${NUMBER_TOKEN.source})`);

/** Every token contains one of these. Most strings contain none of them, so they need not be split. */
const TOKEN_SIGN = /\$\{TfToken\[|e\+/;

/**
 * Splits a string at its tokens, including tokens of encoded numbers (`` `v${list.length}` ``). Some functions of
 * cdktf, such as `Fn.conditional`, return a token that is not a string, although the compiler accepts it as any type.
 */
export function textParts(value: string | IResolvable): TextPart[] {
  if (typeof value !== "string") return [value];
  if (!TOKEN_SIGN.test(value)) return value === "" ? [] : [value];
  return value
    .split(TOKEN)
    .filter((part) => part !== "")
    .map(toTextPart);
}

/** Whether a value or a part of it is known only when Terraform runs. Such a value is never validated. */
export function isToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === "string" && textParts(value).some((part) => typeof part !== "string");
}

/** Whether a text consists only of an encoded number, so it represents that number as text. */
export function isNumberAsText(value: string): boolean {
  return NUMBER_ALONE.test(value) && isToken(value);
}

/**
 * The text as Terraform gets it in the stack of a construct, with expressions in place of tokens. Complete only when the
 * stack is synthesized. A reference to another stack has the expression that it has in that stack, without its name.
 */
export function resolvedText(value: IResolvable | string, scope: IConstruct): string {
  return String(Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) }));
}

/** The literal at the beginning of a text. */
export function literalBeginning(value: string): string {
  const [first] = textParts(value);
  return typeof first === "string" ? first : "";
}

function toTextPart(part: string): TextPart {
  if (STRING_TOKEN.test(part)) return Tokenization.reverse(part)[0];
  if (NUMBER_TOKEN.test(part)) return Tokenization.reverseNumber(Number(part)) ?? part;
  return part;
}
