import type { IResolvable, ITerraformDependable } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * A signing job, created in this stack or read from AWS Signer.
 *
 * A value that AWS Signer does not report is `null` when Terraform runs. Times are RFC 3339 in UTC.
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
   * Id of the account that owns the job. It is the account of the job's profile.
   * @attribute
   */
  readonly jobOwner: string;

  /**
   * Id of the account that started the job.
   * @attribute
   */
  readonly jobInvoker: string;

  /**
   * Status of the job: `Succeeded`; `Failed` only with `ignoreSigningJobFailure` or for a job that is read;
   * `InProgress` only for a job that is read.
   * @attribute
   */
  readonly status: string;

  /**
   * Reason for the status.
   * @attribute
   */
  readonly statusReason: string;

  /**
   * Id of the signing platform.
   * @attribute
   */
  readonly platformId: string;

  /**
   * Display name of the platform.
   * @attribute
   */
  readonly platformDisplayName: string;

  /**
   * Name of the signing profile.
   * @attribute
   */
  readonly profileName: string;

  /**
   * Version of the signing profile.
   * @attribute
   */
  readonly profileVersion: string;

  /**
   * ARN of the principal that started the job.
   * @attribute
   */
  readonly requestedBy: string;

  /**
   * Time when the job was started.
   * @attribute
   */
  readonly createdAt: string;

  /**
   * Time when the job ended.
   * @attribute
   */
  readonly completedAt: string;

  /**
   * Time until which the signature is valid. It may be `null` on the IoT and FreeRTOS platforms.
   * @attribute
   */
  readonly signatureExpiresAt: string;

  /**
   * The signed object.
   * @attribute
   */
  readonly signedObject: SignedObject;

  /**
   * Revocation of the signature. Terraform reads it from AWS Signer in each plan, because a signature can be revoked at
   * any time after the job.
   * @attribute
   */
  readonly revocationRecord: RevocationRecord;

  /**
   * Whether an existing job was adopted instead of signing. Never `null`: the value is the text `true` or `false`, which
   * the output command of cdktf (and cdktn) shows and Terraform accepts as a condition.
   * @attribute
   */
  readonly imported: IResolvable;

  /**
   * ARN of the job. Never `null`.
   * @attribute
   */
  readonly signingJobArn: string;

  /**
   * URI of the signed object, such as `s3://bucket/signed/9f5268d3-7176-4de4-b14b-8dca0e4f1d7d.zip`. Never `null`: it
   * is empty if the job did not succeed.
   * @attribute
   */
  readonly signedObjectUri: string;

  /**
   * Whether the signature is revoked. Terraform reads it from AWS Signer in each plan. Never `null`: the value is the
   * text `true` or `false`, which the output command of cdktf (and cdktn) shows and Terraform accepts as a condition.
   * @attribute
   */
  readonly isRevoked: IResolvable;
}

/**
 * The object that a signing job wrote.
 *
 * Both values are `null` when Terraform runs if the job did not succeed. This is possible only with
 * `ignoreSigningJobFailure` and `SigningJob.fromJobId`: in all other cases the apply fails.
 */
export interface SignedObject {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Key of the signed object. Each signature has a new key. */
  readonly key: string;
}

/**
 * Who revoked a signature, when and why. All values are `null` when Terraform runs while the signature is not revoked.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_SigningJobRevocationRecord.html
 */
export interface RevocationRecord {
  /** Reason for the revocation. */
  readonly reason: string;
  /** Time of the revocation (RFC 3339). */
  readonly revokedAt: string;
  /** ARN of the principal that revoked the signature. */
  readonly revokedBy: string;
}
