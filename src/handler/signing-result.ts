import type { SigningJob } from "./ports";
import { rfc3339 } from "../protocol/result";
import type { SigningResult } from "../protocol/result";

export function signingResult(job: SigningJob, imported: boolean): SigningResult {
  return {
    jobId: job.jobId,
    jobOwner: job.jobOwner,
    jobInvoker: job.jobInvoker,
    status: job.status,
    statusReason: job.statusReason,
    platformId: job.platformId,
    platformDisplayName: job.platformDisplayName,
    profileName: job.profileName,
    profileVersion: job.profileVersion,
    requestedBy: job.requestedBy,
    createdAt: job.createdAt && rfc3339(job.createdAt),
    completedAt: job.completedAt && rfc3339(job.completedAt),
    signatureExpiresAt: job.signatureExpiresAt && rfc3339(job.signatureExpiresAt),
    signedObject: { bucketName: job.signedObject?.bucketName ?? null, key: job.signedObject?.key ?? null },
    imported,
  };
}
