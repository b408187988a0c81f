/**
 * Who revoked a signature, when and why. All are `null` when Terraform runs while the signature is not revoked.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_SigningJobRevocationRecord.html
 */
export interface RevocationRecord {
  /** Why the signature was revoked. */
  readonly reason: string;
  /** When it was revoked (RFC 3339). */
  readonly revokedAt: string;
  /** ARN of the principal that revoked it. */
  readonly revokedBy: string;
}
