/**
 * The object that a signing job has written.
 *
 * Both are `null` when Terraform runs if the job did not succeed, which only a job with `ignoreSigningJobFailure`
 * (or one that is read with `SigningJob.fromJobId`) survives.
 */
export interface SignedObject {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Key of the signed object, new with every signature. */
  readonly key: string;
}
