import { IResolvable, IResolveContext, Token, Tokenization } from "cdktf";
import { TextPart, textParts, isNumberAsText, isToken } from "./tokens";

/**
 * Values as expressions of the Terraform language.
 *
 * cdktf's own `Fn.jsonencode` leaves quotes, backslashes and `%{` in literals unescaped, and Terraform reads a string
 * property with a literal `${` as a template. This module passes every literal unchanged, and tokens stay expressions.
 */

/** Part of a string in the Terraform language: a literal to be quoted, or an expression to be written in `${}`. */
export type HclPart = { readonly literal: string } | { readonly expression: string };

/** An expression that renders itself. */
export abstract class HclExpression implements IResolvable {
  public readonly creationStack: string[] = [];

  public resolve(context: IResolveContext): string {
    const insideExpression = context.suppressBraces;
    const text = this.render(context);
    context.suppressBraces = insideExpression;
    return insideExpression ? text : `\${${text}}`;
  }

  public toString(): string {
    return Token.asString(this);
  }

  protected abstract render(context: IResolveContext): string;
}

/** A string that consists of parts. Inside another string, its parts become parts of that string. */
export abstract class HclString extends HclExpression {
  public abstract parts(context: IResolveContext): HclPart[];

  protected render(context: IResolveContext): string {
    return quote(this.parts(context));
  }
}

class HclText extends HclString {
  constructor(private readonly value: string) {
    super();
  }

  /** Renders a template as people write it, if possible. */
  public resolve(context: IResolveContext): string {
    const parts = this.parts(context);
    const isPlain = parts.every((part) => "expression" in part || !TEMPLATE_SYNTAX.test(part.literal));
    if (context.suppressBraces || !isPlain) return super.resolve(context);
    return parts.map((part) => ("literal" in part ? part.literal : `\${${part.expression}}`)).join("");
  }

  public parts(context: IResolveContext): HclPart[] {
    return hclParts(this.value, context);
  }
}

class JsonText extends HclExpression {
  constructor(private readonly value: unknown) {
    super();
  }

  protected render(context: IResolveContext): string {
    return `jsonencode(${expressionFor(this.value, context)})`;
  }
}

/** The value as JSON text, which Terraform creates when all tokens in the value are known. */
export function jsonText(value: unknown): string {
  return Token.asString(new JsonText(value));
}

/**
 * Literals that Terraform changes if the property is a template: `${` and `%{`, a byte order mark at the start, which
 * it drops, and a carriage return, after which it ignores an expression (measured with 1.11.4).
 */
const TEMPLATE_SYNTAX = /[$%](\{|$)|^\ufeff|\r/;

/** Whether Terraform reads a property with this text as a template. Tokens do not count as part of the text. */
export function isTemplate(text: string): boolean {
  return textParts(text).some((part) => typeof part === "string" && TEMPLATE_SYNTAX.test(part));
}

/**
 * The string for a property of a Terraform resource. Terraform does not change literals in it. The value of a token,
 * such as a `Lazy`, is known only when the token is resolved.
 */
export function plainText(value: string): string {
  const isSpecial = isToken(value) || TEMPLATE_SYNTAX.test(value);
  return isSpecial ? Token.asString(new HclText(value)) : value;
}

/** The same as `plainText`, for a map such as tags. */
export function plainTexts(texts: { readonly [key: string]: string }): { [key: string]: string } {
  if (Token.isUnresolved(texts)) return texts;
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [plainText(key), plainText(value)]));
}

/** The expression for any JSON-like value with tokens anywhere in it. */
export function expressionFor(value: unknown, context: IResolveContext): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return quote(hclParts(value, context));
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberExpression(value, context);
  if (Token.isUnresolved(value)) return quote(hclPartsOfToken(Tokenization.reverse(value)[0], context));
  if (Array.isArray(value)) return `[${value.map((item) => expressionFor(item, context)).join(", ")}]`;
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${quoteAlways(hclParts(key, context))} = ${expressionFor(item, context)}`).join(", ")}}`;
}

export function hclParts(value: string, context: IResolveContext): HclPart[] {
  const parts = textParts(value).flatMap((part) => hclPartsOfTextPart(part, context));
  // A token that is the whole text keeps its type, so an encoded number would stay a number.
  return isNumberAsText(value) ? parts.map(asText) : parts;
}

function asText(part: HclPart): HclPart {
  return "literal" in part ? part : { expression: `tostring(${part.expression})` };
}

export function hclPartsOfTextPart(part: TextPart, context: IResolveContext): HclPart[] {
  return typeof part === "string" ? [{ literal: part }] : hclPartsOfToken(part, context);
}

/**
 * An expression of cdktf renders differently inside and outside `${}`. A token that renders the same in both places,
 * such as a `Lazy`, represents a value, and this value can be a literal.
 */
function hclPartsOfToken(token: IResolvable, context: IResolveContext): HclPart[] {
  if (token instanceof HclString) return token.parts(context);
  const outside = resolveOnce(token, context, false);
  const inside = resolveOnce(token, context, true);
  if (typeof inside !== "string") return [{ expression: expressionFor(inside, context) }];
  return inside === outside || isToken(inside) ? hclParts(inside, context) : [{ expression: inside }];
}

function resolveOnce(token: IResolvable, context: IResolveContext, insideExpression: boolean): unknown {
  const before = context.suppressBraces;
  context.suppressBraces = insideExpression;
  try {
    return token.resolve(context);
  } finally {
    // cdktf's expressions change the flag and do not restore it.
    context.suppressBraces = before;
  }
}

function numberExpression(value: number, context: IResolveContext): string {
  // Encoded numbers are far larger than safe integers, and trying to decode every number is slow.
  if (Number.isSafeInteger(value)) return String(value);
  const token = Tokenization.reverseNumber(value);
  if (token !== undefined) return quote(hclPartsOfToken(token, context));
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be passed to Terraform: it is not a finite number`);
  return String(value);
}

/** A string that consists of one expression becomes that expression, and keeps its type. */
export function quote(parts: HclPart[]): string {
  return parts.length === 1 && "expression" in parts[0] ? parts[0].expression : quoteAlways(parts);
}

function quoteAlways(parts: HclPart[]): string {
  return `"${parts.map((part) => ("literal" in part ? escape(part.literal) : `\${${part.expression}}`)).join("")}"`;
}

/** Characters that a quoted string of the Terraform language cannot contain unescaped, or not in every position. */
const SPECIAL = /[\\"$%\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/** @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
function escape(literal: string): string {
  if (!SPECIAL.test(literal)) return literal;
  return literal
    .replace(/[\\"]/g, "\\$&")
    .replace(/[$%]+(\{|$)/g, escapeMarkers)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, unicodeEscape);
}

/** `${` and `%{` are escaped by doubling the marker, unless it follows another marker: `$$${` has two readings. */
function escapeMarkers(run: string, brace: string): string {
  const markers = run.slice(0, run.length - brace.length);
  if (brace === "") return markers.replace(/./g, unicodeEscape);
  const last = markers.slice(-1);
  return `${markers.slice(0, -1).replace(/./g, unicodeEscape)}${last}${last}{`;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
