import type { IResolveContext } from "cdktf";
import type { PolicyStatement } from "./packing";
import { PolicyResource, policyResource, readOnce, Simplify } from "./resource";
import { compare, jsonSize, sum } from "./size";
import { expressionFor, HclExpression } from "../../terraform/hcl";
import type { RolePolicyStatement } from "../role-policy-statement";

/** An IAM policy as JSON, made by Terraform. */
export class PolicyDocument extends HclExpression {
  constructor(private readonly statements: (context: IResolveContext) => readonly PolicyStatement[]) {
    super();
  }

  protected render(context: IResolveContext): string {
    return policyJson(this.statements(context));
  }
}

/** The policy with these statements, as an expression of the Terraform language. */
export function policyJson(statements: readonly PolicyStatement[]): string {
  const rendered = [...statements]
    .sort((left, right) => compare(left.actions, right.actions))
    .map(({ actions, resources }) => {
      const list = listOf(resources.map(({ expression }) => expression));
      return `{"Effect" = "Allow", "Action" = ${actions}, "Resource" = ${list}}`;
    });
  return `jsonencode({"Version" = "2012-10-17", "Statement" = [${rendered.join(", ")}]})`;
}

/**
 * What stands in a policy for what is to be allowed. Statements on the same actions become one, and what is granted
 * twice stands there once, in an order that does not depend on who asked first.
 */
export function policyStatements(
  allowed: readonly RolePolicyStatement[],
  context: IResolveContext,
  simplify: Simplify = (part) => part,
): PolicyStatement[] {
  const read = readOnce(context, simplify);
  const byActions = new Map<string, { readonly actions: readonly string[]; readonly resources: string[] }>();
  for (const { actions, resources } of allowed) {
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
  const byExpression = new Map(resources.map((resource) => [resource.expression, resource]));
  return [...byExpression.values()].sort((left, right) => compare(left.expression, right.expression));
}

/** A list without order, such as IAM's, written in one order. */
function listOf(items: Iterable<string>): string {
  return `[${[...new Set(items)].sort(compare).join(", ")}]`;
}
