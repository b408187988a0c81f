import type { TerraformStack } from "cdktf";
import { show } from "./template";
import type { ISigningJob } from "../../src";

/** Outputs all attributes of a job, but for its revocation, which is read live. */
export function showJob(stack: TerraformStack, job: ISigningJob): void {
  show(stack, "jobId", job.jobId);
  show(stack, "jobOwner", job.jobOwner);
  show(stack, "jobInvoker", job.jobInvoker);
  show(stack, "status", job.status);
  show(stack, "statusReason", job.statusReason);
  show(stack, "platformId", job.platformId);
  show(stack, "platformDisplayName", job.platformDisplayName);
  show(stack, "profileName", job.profileName);
  show(stack, "profileVersion", job.profileVersion);
  show(stack, "requestedBy", job.requestedBy);
  show(stack, "createdAt", job.createdAt);
  show(stack, "completedAt", job.completedAt);
  show(stack, "signatureExpiresAt", job.signatureExpiresAt);
  show(stack, "signedBucketName", job.signedObject.bucketName);
  show(stack, "signedKey", job.signedObject.key);
  show(stack, "imported", job.imported);
}
