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
