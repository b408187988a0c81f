import type { IResolveContext } from "cdktf";
import type { PolicyStatement } from "./packing";
import { PolicyResource, policyResource, readOnce, withoutCovered } from "./resource";
import { compare, jsonSize, sum } from "./size";
import { expressionFor, HclExpression } from "../../terraform/hcl";
import type { RolePolicyStatement } from "../role-policy-statement";

/** An IAM policy as JSON. Terraform writes it. */
export class PolicyDocument extends HclExpression {
  constructor(private readonly statements: (context: IResolveContext) => readonly PolicyStatement[]) {
    super();
  }

  protected render(context: IResolveContext): string {
    const rendered = [...this.statements(context)]
      .sort((left, right) => compare(left.actions, right.actions))
      .map(({ actions, resources }) => {
        const list = listOf(resources.map(({ expression }) => expression));
        return `{"Effect" = "Allow", "Action" = ${actions}, "Resource" = ${list}}`;
      });
    return `jsonencode({"Version" = "2012-10-17", "Statement" = [${rendered.join(", ")}]})`;
  }
}

/**
 * Statements as written in a policy. Statements with the same actions become one, and each resource is listed once, in
 * an order that does not depend on the order of the declarations.
 */
export function policyStatements(
  statements: Iterable<RolePolicyStatement>,
  context: IResolveContext,
): PolicyStatement[] {
  const read = readOnce(context);
  const byActions = new Map<string, { readonly actions: readonly string[]; readonly resources: string[] }>();
  for (const { actions, resources } of statements) {
    const list = listOf(actions.map((action) => expressionFor(action, context)));
    const same = byActions.get(list) ?? { actions, resources: [] };
    same.resources.push(...resources);
    byActions.set(list, same);
  }
  return [...byActions]
    .map(([list, { actions, resources }]) => ({
      actions: list,
      actionsSize: sum(actions.map((action) => jsonSize(action) + '"",'.length)),
      resources: distinct(resources.map((resource) => policyResource(resource, serviceOf(actions), read))),
    }))
    .sort((left, right) => compare(left.actions, right.actions));
}

function serviceOf([action]: readonly string[]): string {
  return action.split(":")[0];
}

function distinct(resources: readonly PolicyResource[]): PolicyResource[] {
  return withoutCovered(new Map(resources.map((resource) => [resource.expression, resource])).values());
}

/** A list without order, such as the lists of IAM, written in a fixed order. */
function listOf(items: Iterable<string>): string {
  return `[${[...new Set(items)].sort(compare).join(", ")}]`;
}
