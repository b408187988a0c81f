import type { IConstruct } from "constructs";
import { iamLiteral } from "./iam-text";
import { documentSize, Documents, PolicyStatement, RoleQuota } from "./packing";
import { compare, MANAGED_POLICY_SIZE, sum, UNKNOWN } from "./size";
import { warn } from "../../validation/warning";

/** A longer list would not be read. The policies in Terraform's plan contain the rest. */
const MAX_LIST = 20;

export const POLICY_MISSING =
  'the function has a role of your own ("roleArn"), and "policyDocumentFor" was not called for this stack, whose permissions ' +
  "the role needs: attach the policy that it returns to the role, and let the function wait for it with node.addDependency. If " +
  "the role has these permissions from elsewhere, nothing is missing";

export const REVOCATION_POLICY_MISSING =
  'signing jobs with "revokeOnDestroy" need permissions that "policyDocumentFor" leaves out, because they must outlive the jobs: ' +
  'attach the policy of "revocationPolicyDocumentFor" to the function\'s role, too, as a policy of its own';

export function warnOfUnfitText(scope: IConstruct, documents: Documents): void {
  const resources = documents.flat().flatMap((statement) => statement.resources);
  const unfit = [...new Set(resources.flatMap((resource) => resource.unfit ?? []))];
  if (unfit.length === 0) return;
  const listed = unfit.slice(0, MAX_LIST).map((text) => `"${text}" became "${iamLiteral(text)}"`);
  if (unfit.length > MAX_LIST) listed.push(`and ${unfit.length - MAX_LIST} more`);
  warn(
    scope,
    `IAM policies cannot hold characters beyond Latin-1, so the function's role may use every name that has other characters in their place: ${listed.join("; ")}`,
  );
}

/** @param stacks the statements of each stack whose signing jobs the role is for. */
export function noRoom(stacks: ReadonlyArray<readonly PolicyStatement[]>, quota: RoleQuota): string {
  const { inlineSize, managedPolicies } = quota;
  const managed = managedPolicies > 0 ? ` and ${managedPolicies} managed policies of ${MANAGED_POLICY_SIZE}` : "";
  const ownFunction = 'give some of the signing jobs a "signingFunction" of their own: new SigningFunction(…)';
  const line = allowSourcesLine(stacks.flat());
  const remedy =
    line === undefined
      ? ownFunction
      : `allow many sources in one statement: call ${line} on their function, which is SigningFunction.getOrCreate(scope) ` +
        `unless the jobs have a "signingFunction"; or ${ownFunction}`;
  return (
    `the function's role needs policies of up to ${sum(stacks.map(documentSize))} characters, and IAM accepts ${inlineSize} in ` +
    `inline policies${managed} for one role: ${remedy}`
  );
}

const SOURCE_ACTIONS = '["s3:GetObjectVersion"]';
const OBJECT_ARN = /^arn:[^:]+:s3:::([^/]+)\/([^]*)$/;

/** The call that saves the most: with the common folder of the keys of one bucket. */
function allowSourcesLine(statements: readonly PolicyStatement[]): string | undefined {
  const keysByBucket = new Map<string, string[]>();
  for (const { actions, resources } of statements) {
    for (const { start } of actions === SOURCE_ACTIONS ? resources : []) {
      const [, bucket, key] = OBJECT_ARN.exec(start) ?? [];
      if (bucket === undefined) continue;
      keysByBucket.set(bucket, [...(keysByBucket.get(bucket) ?? []), key]);
    }
  }
  const [largest] = [...keysByBucket].sort(([, left], [, right]) => compare(right.length, left.length));
  if (!largest || largest[1].length === 1) return undefined;
  const [bucket, keys] = largest;
  const bucketName = bucket.includes(UNKNOWN) ? bucket.replaceAll(UNKNOWN, "") : JSON.stringify(bucket);
  return `allowSources(${bucketName}, ${JSON.stringify(commonFolder(keys))})`;
}

function commonFolder([first, ...others]: readonly string[]): string {
  const [known] = first.split(UNKNOWN);
  const prefix = others.reduce((common, key) => {
    let length = 0;
    while (length < common.length && common[length] === key[length]) length++;
    return common.slice(0, length);
  }, known);
  return prefix.slice(0, prefix.lastIndexOf("/") + 1).replace(/\$\{([*?$])\}/g, "$1");
}
