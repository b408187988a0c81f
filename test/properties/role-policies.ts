import type { AppliedJobs } from "./apply-jobs";
import type { Construction } from "./declare";
import { SigningFunction } from "../../src";
import { withSingleWildcards } from "../synth/iam-pattern";

export interface Allowed {
  readonly action: string;
  readonly resource: string;
}

/** Quotas of IAM. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
const INLINE_SIZE = 10_240;
const MANAGED_SIZE = 6_144;
const MANAGED_COUNT = 10;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const POLICY_CHARACTERS = /^[\t\n\r\u0020-\u00ff]+$/;

/** The policies of the role that runs a job. Throws if IAM would refuse one. */
export function rolePolicies({ runner, ownPolicies }: Construction, applied: AppliedJobs): string[] {
  if (ownPolicies) {
    const policies = ownPolicies.map((policy) => applied.attributesOf(policy).policy as string);
    expect(policies.join("").length).toBeLessThanOrEqual(INLINE_SIZE);
    return policies;
  }
  const { name } = applied.attributesOf((runner as SigningFunction).role!);
  const inline = applied
    .resourcesOf("aws_iam_role_policy")
    .flatMap(([, { role, policy }]) => (role === name ? [policy as string] : []));
  const managed = applied
    .resourcesOf("aws_iam_role_policy_attachment")
    .flatMap(([address, { role }]) => (role === name ? [attachedPolicy(address, applied)] : []));
  expect(inline.join("").length).toBeLessThanOrEqual(INLINE_SIZE);
  expect(managed.filter((policy) => policy.length > MANAGED_SIZE)).toEqual([]);
  expect(managed.length).toBeLessThanOrEqual(MANAGED_COUNT);
  return [...inline, ...managed];
}

/** The managed policy of an attachment. Both have the same number. */
function attachedPolicy(attachment: string, applied: AppliedJobs): string {
  const [, scope, number] = /\.(.*)_ManagedPolicyAttachment(\d+)_[0-9A-F]+$/.exec(attachment)!;
  const policies = applied
    .resourcesOf("aws_iam_policy")
    .filter(([address]) => address.startsWith(`aws_iam_policy.${scope}_ManagedPolicy${number}_`));
  expect(policies).toHaveLength(1);
  return policies[0][1].policy as string;
}

/** What a policy allows, each action on each resource. Throws if the policy contains anything else. */
export function allowedBy(policy: string): Allowed[] {
  expect(policy).toMatch(POLICY_CHARACTERS);
  const { Version, Statement, ...others } = JSON.parse(policy);
  expect({ Version, others }).toEqual({ Version: "2012-10-17", others: {} });
  expect(Statement).not.toEqual([]);
  return Statement.flatMap(({ Effect, Action, Resource, ...more }: Record<string, string[]>) => {
    expect({ Effect, more }).toEqual({ Effect: "Allow", more: {} });
    expect([Action, Resource]).not.toContainEqual([]);
    return Action.flatMap((action) =>
      Resource.map((resource) => ({ action, resource: withSingleWildcards(resource) })),
    );
  });
}
