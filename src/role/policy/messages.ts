import { iamLiteral } from "./iam-text";
import type { PolicyPlan } from "./plan";
import { bucketName } from "./resource";
import type { Widening } from "./widening";

/** More would not be read. The policies in Terraform's plan have the rest. */
const MAX_LIST = 20;

const OWN_FUNCTION = 'give some of the signing jobs a "signingFunction" of their own: new SigningFunction(…)';

export const REVOCATION_POLICY_MISSING =
  'signing jobs with "revokeOnDestroy" need a right that "policyDocument" does not hold, so that it outlives them: ' +
  'attach "revocationPolicyDocument" to the function\'s role, too, as a policy of its own';

/** What the user should know about policies that allow more than was asked for. */
export function policyWarnings({ documents, widenings }: PolicyPlan): string[] {
  const warnings: string[] = [];
  if (widenings.length > 0) {
    warnings.push(
      "IAM has no room for all that the function's role must be allowed, so that it is allowed more than the signing jobs need. " +
        `${listed(widenings.map(describeWidening))}. For policies that allow nothing else, ${OWN_FUNCTION}`,
    );
  }
  const unfit = documents.flat().flatMap(({ resources }) => resources.flatMap((resource) => resource.unfit ?? []));
  if (unfit.length > 0) {
    warnings.push(
      "IAM policies cannot hold characters beyond Latin-1, so that the function's role is allowed what has anything in their place: " +
        listed([...new Set(unfit)].map((text) => `"${text}" became "${iamLiteral(text)}"`)),
    );
  }
  return warnings;
}

export function noRoom(wantedSize: number): string {
  return (
    `what the function's role must be allowed takes up to ${wantedSize} characters, which is more than IAM has room for in the ` +
    `policies of a role, even with wildcards for keys: ${OWN_FUNCTION}`
  );
}

/** `3 objects of bucket "b" with the prefix "a/" became "a/*" (s3:GetObjectVersion)` */
function describeWidening({ statement, resources, wildcard }: Widening): string {
  const actions = (JSON.parse(statement.actions) as string[]).join(", ");
  const { start } = wildcard.objects!;
  const prefixes = resources.every(({ objects }) => objects!.end === "anything");
  const what = prefixes
    ? plural(resources.length, "prefix", "prefixes")
    : plural(resources.length, "object", "objects");
  return `${what} of bucket "${bucketName(wildcard.objects!)}" with the prefix "${start}" became "${start}*" (${actions})`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function listed(items: readonly string[]): string {
  const shown = items.slice(0, MAX_LIST).join("; ");
  return items.length > MAX_LIST ? `${shown}; and ${items.length - MAX_LIST} more` : shown;
}
