import { IResolvable, Token, Tokenization } from "cdktf";

/** A stretch of a string: text as the user wrote it, or a token within it. */
export type TextPart = string | IResolvable;

/** How cdktf marks a token inside a string. */
const STRING_TOKEN = /\$\{TfToken\[[^\]]+\]\}/;

/** A number token inside a string: a double with cdktf's marker in its exponent, as JavaScript prints it. */
const NUMBER_TOKEN = /-\d(?:\.\d+)?e\+\d+/;

const NUMBER_ALONE = new RegExp(`^${NUMBER_TOKEN.source}$`);

const TOKEN = new RegExp(`(${STRING_TOKEN.source}|${NUMBER_TOKEN.source})`);

/** What either of them has. Most strings have neither, and are not worth taking apart. */
const TOKEN_SIGN = /\$\{TfToken\[|e\+/;

/**
 * Takes a string apart at its tokens, those of encoded numbers (`` `v${list.length}` ``) included. Some functions of cdktf, such as
 * `Fn.conditional`, return a token that is no string yet, and is of any type for the compiler.
 */
export function textParts(value: string | IResolvable): TextPart[] {
  if (typeof value !== "string") return [value];
  if (!TOKEN_SIGN.test(value)) return value === "" ? [] : [value];
  return value
    .split(TOKEN)
    .filter((part) => part !== "")
    .map(toTextPart);
}

/** Whether a value is known only when Terraform runs, wholly or in part. Such a value is never judged. */
export function isToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === "string" && textParts(value).some((part) => typeof part !== "string");
}

/** Whether a text is nothing but an encoded number, and so means that number as a text. */
export function isNumberAsText(value: string): boolean {
  return NUMBER_ALONE.test(value) && isToken(value);
}

function toTextPart(part: string): TextPart {
  if (STRING_TOKEN.test(part)) return Tokenization.reverse(part)[0];
  if (NUMBER_TOKEN.test(part)) return Tokenization.reverseNumber(Number(part)) ?? part;
  return part;
}
