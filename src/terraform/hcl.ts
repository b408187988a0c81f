import { IResolvable, IResolveContext, Token, Tokenization } from "cdktf";
import { Fragment, fragmentsOf, isNumberAsText, isToken } from "./tokens";

/**
 * Values as expressions of the Terraform language.
 *
 * cdktf's own `Fn.jsonencode` leaves quotes, backslashes and `%{` in literals unescaped, and a string property
 * with a literal `${` is taken for a template. Here a literal always arrives as it was written, and tokens
 * stay expressions.
 */

/** Part of a string in the Terraform language: a literal to be quoted, or an expression to be put in `${}`. */
export type Piece = { readonly literal: string } | { readonly expression: string };

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

/** A string that is made of pieces. Inside another string its pieces become pieces of that one. */
export abstract class HclString extends HclExpression {
  public abstract pieces(context: IResolveContext): Piece[];

  protected render(context: IResolveContext): string {
    return quote(this.pieces(context));
  }
}

class HclText extends HclString {
  constructor(private readonly value: string) {
    super();
  }

  /** Where it can be, a template as people write it. */
  public resolve(context: IResolveContext): string {
    const pieces = this.pieces(context);
    const isPlain = pieces.every((piece) => "expression" in piece || !TEMPLATE_SYNTAX.test(piece.literal));
    if (context.suppressBraces || !isPlain) return super.resolve(context);
    return pieces.map((piece) => ("literal" in piece ? piece.literal : `\${${piece.expression}}`)).join("");
  }

  public pieces(context: IResolveContext): Piece[] {
    return piecesOf(this.value, context);
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

/** The value as JSON text, made by Terraform once all tokens in it are known. */
export function jsonText(value: unknown): string {
  return Token.asString(new JsonText(value));
}

/**
 * Literals that Terraform does not read as they are written, where a property is a template: `${` and `%{`, a byte order
 * mark at the start, which it drops, and a carriage return, after which it overlooks an expression (measured with 1.11.4).
 */
const TEMPLATE_SYNTAX = /[$%](\{|$)|^\ufeff|\r/;

/**
 * The string for a property of a Terraform resource: whatever is in it literally stays what it is. What a token is, a
 * `Lazy` say, shows only when it is resolved.
 */
export function plainText(value: string): string {
  const isSpecial = isToken(value) || TEMPLATE_SYNTAX.test(value);
  return isSpecial ? Token.asString(new HclText(value)) : value;
}

/** The same for a map, such as tags. */
export function plainTexts(texts: { readonly [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [plainText(key), plainText(value)]));
}

/** The expression for any JSON-like value with tokens anywhere in it. */
export function expressionFor(value: unknown, context: IResolveContext): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return quote(piecesOf(value, context));
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberExpression(value, context);
  if (Token.isUnresolved(value)) return quote(piecesOfToken(Tokenization.reverse(value)[0], context));
  if (Array.isArray(value)) return `[${value.map((item) => expressionFor(item, context)).join(", ")}]`;
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${quoteAlways(piecesOf(key, context))} = ${expressionFor(item, context)}`).join(", ")}}`;
}

export function piecesOf(value: string, context: IResolveContext): Piece[] {
  const pieces = fragmentsOf(value).flatMap((fragment) => piecesOfFragment(fragment, context));
  // Alone it would stay a number, as any other token alone in a text stays what it is.
  return isNumberAsText(value) ? pieces.map(asText) : pieces;
}

function asText(piece: Piece): Piece {
  return "literal" in piece ? piece : { expression: `tostring(${piece.expression})` };
}

export function piecesOfFragment(fragment: Fragment, context: IResolveContext): Piece[] {
  return typeof fragment === "string" ? [{ literal: fragment }] : piecesOfToken(fragment, context);
}

/**
 * An expression of cdktf looks different inside `${}` and outside. A token that does not, such as a `Lazy`,
 * stands for a value, and the value may well be a literal.
 */
function piecesOfToken(token: IResolvable, context: IResolveContext): Piece[] {
  if (token instanceof HclString) return token.pieces(context);
  const outside = resolveOnce(token, context, false);
  const inside = resolveOnce(token, context, true);
  if (typeof inside !== "string") return [{ expression: expressionFor(inside, context) }];
  return inside === outside || isToken(inside) ? piecesOf(inside, context) : [{ expression: inside }];
}

function resolveOnce(token: IResolvable, context: IResolveContext, insideExpression: boolean): unknown {
  const before = context.suppressBraces;
  context.suppressBraces = insideExpression;
  try {
    return token.resolve(context);
  } finally {
    // Expressions of cdktf leave the flag changed.
    context.suppressBraces = before;
  }
}

function numberExpression(value: number, context: IResolveContext): string {
  // Encoded numbers are far larger, and to try and decode each one takes long.
  if (Number.isSafeInteger(value)) return String(value);
  const token = Tokenization.reverseNumber(value);
  if (token !== undefined) return quote(piecesOfToken(token, context));
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be passed to Terraform: it is not a finite number`);
  return String(value);
}

/** A string of one expression alone is that expression, and keeps its type. */
export function quote(pieces: Piece[]): string {
  return pieces.length === 1 && "expression" in pieces[0] ? pieces[0].expression : quoteAlways(pieces);
}

function quoteAlways(pieces: Piece[]): string {
  return `"${pieces.map((piece) => ("literal" in piece ? escape(piece.literal) : `\${${piece.expression}}`)).join("")}"`;
}

/** What cannot stand in a quoted string of the Terraform language as it is, or not everywhere in it. */
const SPECIAL = /[\\"$%\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/** @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
function escape(literal: string): string {
  if (!SPECIAL.test(literal)) return literal;
  return literal
    .replace(/[\\"]/g, "\\$&")
    .replace(/[$%]+(\{|$)/g, escapeMarkers)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, unicodeEscape);
}

/** `${` and `%{` are escaped by doubling, but only a marker that follows no other: `$$${` has two readings. */
function escapeMarkers(run: string, brace: string): string {
  const markers = run.slice(0, run.length - brace.length);
  if (brace === "") return markers.replace(/./g, unicodeEscape);
  const last = markers.slice(-1);
  return `${markers.slice(0, -1).replace(/./g, unicodeEscape)}${last}${last}{`;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
