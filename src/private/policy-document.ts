import { IResolvable, IResolveContext, Token } from "cdktf";
import { expressionFor } from "./hcl";

/** What may be done to which resources. */
export interface AllowStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * An IAM policy that grows until synthesis. Statements on the same actions become one, and what is granted twice
 * stands there once, in an order that does not depend on who asked first.
 */
export class PolicyDocument implements IResolvable {
  public readonly creationStack: string[] = [];
  /** Each action and resource is kept once: to render them for each of many signing jobs again takes most of a synthesis. */
  private readonly statements = new Map<
    string,
    { readonly actions: readonly string[]; readonly resources: Set<string> }
  >();

  constructor(statements: readonly AllowStatement[] = []) {
    statements.forEach((statement) => this.allow(statement));
  }

  public allow({ actions, resources }: AllowStatement): void {
    const key = JSON.stringify(actions);
    const statement = this.statements.get(key) ?? { actions, resources: new Set() };
    resources.forEach((resource) => statement.resources.add(resource));
    this.statements.set(key, statement);
  }

  public resolve(context: IResolveContext): string {
    const text = `jsonencode({"Version" = "2012-10-17", "Statement" = [${this.renderStatements(context).join(", ")}]})`;
    return context.suppressBraces ? text : `\${${text}}`;
  }

  public toString(): string {
    return Token.asString(this);
  }

  private renderStatements(context: IResolveContext): string[] {
    const resourcesByActions = new Map<string, Set<string>>();
    for (const { actions, resources } of this.statements.values()) {
      const key = list(actions.map((action) => expressionFor(action, context)));
      const known = resourcesByActions.get(key) ?? new Set();
      resources.forEach((resource) => known.add(expressionFor(resource, context)));
      resourcesByActions.set(key, known);
    }
    return [...resourcesByActions]
      .sort(([left], [right]) => compare(left, right))
      .map(([actions, resources]) => `{"Effect" = "Allow", "Action" = ${actions}, "Resource" = ${list(resources)}}`);
  }
}

/** A list without order, such as IAM's, written in one order. */
function list(items: Iterable<string>): string {
  return `[${[...new Set(items)].sort(compare).join(", ")}]`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
