import { IPostProcessor, IResolvable, IResolveContext, Token } from "cdktf";
import { HclExpression } from "./hcl";
import { isToken } from "./tokens";

/**
 * A block of Terraform's configuration in which most is literal.
 *
 * cdktf resolves every key and every value, several times in a synthesis, and for many signing jobs that takes longer than all
 * else. Here only tokens are resolved.
 */
export class MostlyLiteral implements IResolvable, IPostProcessor {
  public readonly creationStack: string[] = [];

  constructor(private readonly block: object) {}

  /** Leaves the block to `postProcess`, because cdktf resolves all that is returned here. */
  public resolve(context: IResolveContext): null {
    context.registerPostProcessor(this);
    return null;
  }

  public postProcess(_resolved: unknown, context: IResolveContext): unknown {
    return resolveTokens(this.block, context);
  }

  public toString(): string {
    return Token.asString(this);
  }
}

function resolveTokens(value: unknown, context: IResolveContext): unknown {
  if (typeof value === "string") return isToken(value) ? context.resolve(value) : value;
  if (typeof value !== "object" || value === null) return value;
  // What this renders to has no tokens left.
  if (value instanceof HclExpression) return value.resolve(context);
  if (Token.isUnresolved(value)) return context.resolve(value);
  if (Array.isArray(value)) return value.map((item) => resolveTokens(item, context));
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) resolved[resolveTokens(key, context) as string] = resolveTokens(item, context);
  }
  return resolved;
}
