import { randomUUID } from "node:crypto";
import type { Caller } from "../http/aws-request";

/** One statement of a profile's policy. */
export interface Permission {
  readonly statementId: string;
  readonly action: string;
  /** An account id, or the ARN of an IAM role. */
  readonly principal: string;
  /** The only version to which the permission applies. Absent for all versions. */
  readonly profileVersion?: string;
}

/** Who may use a profile in addition to its owner. Every change creates a new revision. */
export interface ProfilePolicy {
  readonly revisionId: string;
  readonly permissions: readonly Permission[];
}

/** Measured by a third party. */
export const MAX_POLICY_BYTES = 2000;

export function newRevision(permissions: readonly Permission[]): ProfilePolicy {
  return { revisionId: randomUUID(), permissions };
}

export function isSamePermission(a: Permission, b: Permission): boolean {
  return (
    a.statementId === b.statementId &&
    a.action === b.action &&
    a.principal === b.principal &&
    a.profileVersion === b.profileVersion
  );
}

export function grants(permission: Permission, caller: Caller, action: string, profileVersion: string): boolean {
  return (
    permission.action === action &&
    (permission.principal === caller.accountId || permission.principal === caller.policySourceArn) &&
    (permission.profileVersion === undefined || permission.profileVersion === profileVersion)
  );
}

/** What counts against the limit: the principals as given. Measured by a third party. */
export function limitedSize(profileArn: string, permissions: readonly Permission[]): number {
  return sizeOf(profileArn, permissions, (principal) => principal);
}

/** What ListProfilePermissions reports: an account id counts as the ARN of its root. Measured by a third party. */
export function reportedSize(profileArn: string, permissions: readonly Permission[]): number {
  return sizeOf(profileArn, permissions, (principal) =>
    /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal,
  );
}

function sizeOf(profileArn: string, permissions: readonly Permission[], toAws: (principal: string) => string): number {
  const statements = permissions.map(({ statementId, action, principal, profileVersion }) => ({
    Sid: statementId,
    Effect: "Allow",
    Principal: { AWS: toAws(principal) },
    Action: action,
    Resource: profileArn,
    ...(profileVersion && { Condition: { StringEquals: { "signer:ProfileVersion": profileVersion } } }),
  }));
  return Buffer.byteLength(JSON.stringify(statements));
}
