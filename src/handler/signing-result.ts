import type { SigningJob } from "./ports";
import { REPORTED_TEXTS, REPORTED_TIMES, rfc3339, valuesFor } from "../protocol/result";
import type { SigningResult } from "../protocol/result";

export function signingResult(job: SigningJob, imported: boolean): SigningResult {
  const { jobId, status, signedObject } = job;
  return {
    jobId,
    status,
    ...valuesFor(REPORTED_TEXTS, (name) => job[name]),
    ...valuesFor(REPORTED_TIMES, (name) => job[name] && rfc3339(job[name])),
    signedObject: { bucketName: signedObject?.bucketName ?? null, key: signedObject?.key ?? null },
    imported,
  };
}
