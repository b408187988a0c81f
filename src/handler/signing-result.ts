import type { SigningJob } from "./ports";
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
    createdAt: rfc3339(job.createdAt),
    completedAt: rfc3339(job.completedAt),
    signatureExpiresAt: rfc3339(job.signatureExpiresAt),
    signedObject: { bucketName: job.signedObject?.bucketName ?? null, key: job.signedObject?.key ?? null },
    imported,
  };
}

function rfc3339(time: Date | null): string | null {
  return time && time.toISOString().replace(".000Z", "Z");
}
