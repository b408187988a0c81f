import type { IResolvable, ITerraformDependable } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * A signing job, made in this stack or read.
 *
 * What AWS Signer does not report is `null` when Terraform runs. Times are RFC 3339 in UTC.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_DescribeSigningJob.html
 */
export interface ISigningJob extends IConstruct, ITerraformDependable {
  /**
   * Id of the job.
   * @attribute
   */
  readonly jobId: string;

  /**
   * Id of the account that owns the job, which is that of its profile.
   * @attribute
   */
  readonly jobOwner: string;

  /**
   * Id of the account that started the job.
   * @attribute
   */
  readonly jobInvoker: string;

  /**
   * `Succeeded`; `Failed` only with `ignoreSigningJobFailure` or for a job that is read; `InProgress` only for a job that is read.
   * @attribute
   */
  readonly status: string;

  /**
   * Why the job has that status.
   * @attribute
   */
  readonly statusReason: string;

  /**
   * Id of the platform that the job signed for.
   * @attribute
   */
  readonly platformId: string;

  /**
   * Name of the platform for people.
   * @attribute
   */
  readonly platformDisplayName: string;

  /**
   * Name of the profile that the job signed with.
   * @attribute
   */
  readonly profileName: string;

  /**
   * Version of the profile that the job signed with.
   * @attribute
   */
  readonly profileVersion: string;

  /**
   * ARN of the principal that started the job.
   * @attribute
   */
  readonly requestedBy: string;

  /**
   * When the job was started.
   * @attribute
   */
  readonly createdAt: string;

  /**
   * When the job ended.
   * @attribute
   */
  readonly completedAt: string;

  /**
   * Until when the signature is valid. It may be `null` on the IoT and FreeRTOS platforms.
   * @attribute
   */
  readonly signatureExpiresAt: string;

  /**
   * The signed object.
   * @attribute
   */
  readonly signedObject: SignedObject;

  /**
   * Revocation of the signature, read from AWS Signer in each plan: it may come at any time after the job.
   * @attribute
   */
  readonly revocationRecord: RevocationRecord;

  /**
   * Whether an existing job was adopted instead of signing. `cdktf output` (0.21) shows no booleans: there, use
   * `conditional(job.imported, "adopted", "signed")`.
   * @attribute
   */
  readonly imported: IResolvable;

  /**
   * ARN of the job. Never `null`.
   * @attribute
   */
  readonly signingJobArn: string;

  /**
   * URI of the signed object, such as `s3://bucket/signed/9f5268d3-7176-4de4-b14b-8dca0e4f1d7d.zip`. Empty, but never `null`, if the
   * job did not succeed.
   * @attribute
   */
  readonly signedObjectUri: string;

  /**
   * Whether the signature is revoked, read from AWS Signer in each plan. Never `null`: the text `true` or `false`, which
   * `cdktf output` shows, and which Terraform takes as a condition, too.
   * @attribute
   */
  readonly isRevoked: IResolvable;
}

/**
 * The object that a signing job has written.
 *
 * Both are `null` when Terraform runs if the job did not succeed. That is only seen with `ignoreSigningJobFailure` and
 * `SigningJob.fromJobId`: in all other cases the apply fails.
 */
export interface SignedObject {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Key of the signed object, new with every signature. */
  readonly key: string;
}

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
