import { signatureRevoked } from "./errors/handler-error";
import { explainDescribe, explainRevoke } from "./errors/request-errors";
import type { Invocation } from "./invocation";
import { RetriesExhausted } from "./retry/retry";
import type { RevocableSigningJob, RevokeRequest } from "../protocol/request";

/**
 * Passes the job's result through while Terraform keeps the invocation, and revokes the signature when it deletes it.
 *
 * To find nothing left to revoke is a success: otherwise a destroy would be blocked for ever.
 */
export async function revoke(request: RevokeRequest, invocation: Invocation): Promise<RevocableSigningJob> {
  const { signingJob, tf } = request;
  if (tf.action === "create") await refuseRevokedSignature(signingJob, invocation);
  if (tf.action === "delete") await revokeSignature(request, invocation);
  return signingJob;
}

/**
 * A destroy that was interrupted may have revoked the signature of a result that is still in state. Applied then, Terraform
 * makes the revocation anew, and would hand that signature to all that use it.
 */
async function refuseRevokedSignature({ jobId, status }: RevocableSigningJob, { signer }: Invocation): Promise<void> {
  if (status === "Failed") return;
  try {
    const { value: job } = await signer.describe(jobId);
    if (job.revocation !== null) throw signatureRevoked(job, job.revocation);
  } catch (error) {
    if (!(error instanceof RetriesExhausted)) throw error;
    if (error.kind !== "notFound") throw explainDescribe(error, jobId);
  }
}

async function revokeSignature({ signingJob, reason }: RevokeRequest, invocation: Invocation): Promise<void> {
  const { jobId, jobOwner, status } = signingJob;
  const because = status === "Failed" ? "the job failed" : await settled(signingJob, invocation);
  if (because !== null) return invocation.log("nothing-to-revoke", { jobId, because });
  try {
    await invocation.signer.revoke({ jobId, jobOwner, reason });
    invocation.log("revoked", { jobId, jobOwner, reason });
  } catch (error) {
    if (!(error instanceof RetriesExhausted)) throw error;
    // The answer to the request that did revoke it may have been lost, and its repetition refused.
    const since = error.kind === "refused" ? await settled(signingJob, invocation) : null;
    if (since === null) throw explainRevoke(error, signingJob);
    invocation.log("nothing-to-revoke", { jobId, because: since });
  }
}

/** Why there is no signature (any more) that could be revoked; `null` if there is one. */
async function settled(signingJob: RevocableSigningJob, { signer }: Invocation): Promise<string | null> {
  try {
    const { value: job } = await signer.describe(signingJob.jobId);
    return job.revocation === null ? null : "its signature is revoked already";
  } catch (error) {
    if (!(error instanceof RetriesExhausted)) throw error;
    if (error.kind === "notFound") return "AWS Signer does not know the job any more";
    throw explainRevoke(error, signingJob);
  }
}
