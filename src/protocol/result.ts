/** The attributes of a job that AWS Signer reports as text, if it reports them. */
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

/** The attributes of a job that AWS Signer reports as times, if it reports them. */
export const REPORTED_TIMES = ["createdAt", "completedAt", "signatureExpiresAt"] as const;

export type ReportedText = (typeof REPORTED_TEXTS)[number];
export type ReportedTime = (typeof REPORTED_TIMES)[number];

/** Where AWS Signer stored the signed object. Both fields are `null` for a job that did not succeed. */
export interface SignedObjectResult {
  readonly bucketName: string | null;
  readonly key: string | null;
}

/**
 * The result that the function returns for a `sign` request, and that Terraform keeps in state.
 *
 * Every key is always present, so an expression that reads the result never fails. A value that AWS Signer did not
 * report is `null`. Times are RFC 3339 in UTC.
 */
export interface SigningResult extends Readonly<Record<ReportedText | ReportedTime, string | null>> {
  readonly jobId: string;
  readonly status: string;
  readonly signedObject: SignedObjectResult;
  /** `true` if an existing job was adopted instead of signing. */
  readonly imported: boolean;
}

/** An object with one value for each name. */
export function valuesFor<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

export function rfc3339(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}
