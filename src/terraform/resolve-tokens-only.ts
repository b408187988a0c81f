import { IResolvable, IResolveContext, Token, Tokenization } from "cdktf";
import { textParts } from "./tokens";

/**
 * A block of Terraform's configuration in which most is literal.
 *
 * cdktf resolves every key and every value, several times in a synthesis, and for many signing jobs that takes longer than all
 * else. Here only tokens are resolved.
 *
 * @returns the same block, for who looks into it, which resolves itself.
 */
export function mostlyLiteral<Block extends object>(block: Block): Block {
  return Object.defineProperty(block, "resolve", {
    value: (context: IResolveContext) => {
      // The block is left to `postProcess`, because cdktf resolves all that is returned here.
      context.registerPostProcessor({ postProcess: (_, resolving) => resolveEntries(block, resolving) });
      return null;
    },
  });
}

function resolveTokens(value: unknown, context: IResolveContext): unknown {
  if (typeof value === "string") return resolveText(value, context);
  if (typeof value === "number") return context.resolve(value);
  if (typeof value !== "object" || value === null) return value;
  if (Tokenization.isResolvable(value)) return resolveToken(value, context);
  if (Array.isArray(value)) return resolveList(value, context);
  return Token.isUnresolved(value) ? context.resolve(value) : resolveEntries(value, context);
}

function resolveEntries(block: object, context: IResolveContext): object {
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(block)) {
    if (item !== undefined) resolved[resolveTokens(key, context) as string] = resolveTokens(item, context);
  }
  return resolved;
}

function resolveText(text: string, context: IResolveContext): unknown {
  const parts = textParts(text);
  const [first] = parts;
  if (parts.length === 1 && typeof first !== "string") return resolveToken(first, context);
  return parts.some((part) => typeof part !== "string") ? context.resolve(text) : text;
}

function resolveList(list: readonly unknown[], context: IResolveContext): unknown {
  const token = typeof list[0] === "string" ? Tokenization.reverseList(list as string[]) : undefined;
  if (token) return resolveToken(token, context);
  // What is left are lists that are one token of cdktf as a whole, of numbers.
  return Token.isUnresolved(list) ? context.resolve(list) : list.map((item) => resolveTokens(item, context));
}

function resolveToken(token: IResolvable, context: IResolveContext): unknown {
  const before = context.suppressBraces;
  try {
    // What a token changes here is meant for the tokens in what it stands for.
    return resolveTokens(token.resolve(context), context);
  } finally {
    context.suppressBraces = before;
  }
}
