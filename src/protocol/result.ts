/** What AWS Signer reports of a job as text, if it reports it. */
export const REPORTED_TEXTS = [
  "jobOwner",
  "jobInvoker",
  "statusReason",
  "platformId",
  "platformDisplayName",
  "profileName",
  "profileVersion",
  "requestedBy",
] as const;

/** What AWS Signer reports of a job as a time, if it reports it. */
export const REPORTED_TIMES = ["createdAt", "completedAt", "signatureExpiresAt"] as const;

export type ReportedText = (typeof REPORTED_TEXTS)[number];
export type ReportedTime = (typeof REPORTED_TIMES)[number];

/** Where AWS Signer put the signed object; both `null` for a job that did not succeed. */
export interface SignedObjectResult {
  readonly bucketName: string | null;
  readonly key: string | null;
}

/**
 * What the function returns for a `sign` request, and what Terraform keeps in state.
 *
 * Every key is always there, so that an expression over the result never fails; what AWS Signer did not
 * report is `null`. Times are RFC 3339 in UTC.
 */
export interface SigningResult extends Readonly<Record<ReportedText | ReportedTime, string | null>> {
  readonly jobId: string;
  readonly status: string;
  readonly signedObject: SignedObjectResult;
  /** `true` where an existing job was adopted in place of signing. */
  readonly imported: boolean;
}

/** An object with a value for each of some names. */
export function valuesFor<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

export function rfc3339(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}
