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
export interface SigningResult {
  readonly jobId: string;
  readonly jobOwner: string | null;
  readonly jobInvoker: string | null;
  readonly status: string;
  readonly statusReason: string | null;
  readonly platformId: string | null;
  readonly platformDisplayName: string | null;
  readonly profileName: string | null;
  readonly profileVersion: string | null;
  readonly requestedBy: string | null;
  readonly createdAt: string | null;
  readonly completedAt: string | null;
  readonly signatureExpiresAt: string | null;
  readonly signedObject: SignedObjectResult;
  /** `true` where an existing job was adopted in place of signing. */
  readonly imported: boolean;
}

export function rfc3339(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}
