import { DefaultTokenResolver, IResolvable, IResolveContext, StringConcat, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { policyStatements } from "./policy/document";
import type { PolicyStatement } from "./policy/packing";
import { sum } from "./policy/size";
import type { RolePolicyStatement } from "./role-policy-statement";

/** Statements of a role's policies. Constructs add to them until synthesis. */
export class RoleStatements {
  /** Each resource once: most signing jobs need the same ones. */
  private readonly byActions = new Map<string, { readonly actions: string[]; readonly resources: Set<string> }>();

  public add({ actions, resources }: RolePolicyStatement): void {
    const key = JSON.stringify(actions);
    const same = this.byActions.get(key) ?? { actions, resources: new Set() };
    resources.forEach((resource) => same.resources.add(resource));
    this.byActions.set(key, same);
  }

  public addAll(statements: readonly RolePolicyStatement[]): void {
    statements.forEach((statement) => this.add(statement));
  }

  /** A number that changes when a statement is added. */
  public get count(): number {
    return sum([...this.byActions.values()].map(({ resources }) => resources.size));
  }

  public get all(): RolePolicyStatement[] {
    return [...this.byActions.values()].map(({ actions, resources }) => ({ actions, resources: [...resources] }));
  }

  /** The statements as written in a policy of the scope's stack. */
  public resolveIn(scope: IConstruct): PolicyStatement[] {
    let statements: PolicyStatement[] = [];
    const probe: IResolvable = {
      creationStack: [],
      resolve: (context: IResolveContext) => {
        statements = policyStatements(this.all, context);
        return "";
      },
      toString: () => "",
    };
    Tokenization.resolve(probe, { scope, resolver: new DefaultTokenResolver(new StringConcat()) });
    return statements;
  }
}
