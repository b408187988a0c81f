import type { TerraformStack } from "cdktf";
import { show } from "./template";
import type { ISigningJob } from "../../src";
import { REPORTED_TEXTS, REPORTED_TIMES } from "../../src/protocol/result";

/** The attributes of a job that are a single text. */
export const TEXTS = ["jobId", "status", ...REPORTED_TEXTS, ...REPORTED_TIMES] as const;

/** Outputs all attributes of a job except its revocation, which every plan reads. */
export function showJob(stack: TerraformStack, job: ISigningJob): void {
  for (const name of TEXTS) show(stack, name, job[name]);
  show(stack, "signedBucketName", job.signedObject.bucketName);
  show(stack, "signedKey", job.signedObject.key);
  show(stack, "imported", job.imported);
}
