import { revocationNotConfirmed, signatureRevoked } from "./errors/handler-error";
import { explainDescribe, explainRevoke } from "./errors/request-errors";
import type { Age } from "./function-list";
import { refuseSignatureInUse } from "./guard";
import type { Invocation } from "./invocation";
import { RetriesExhausted } from "./retry/retry";
import type { RevocableSigningJob, RevokeRequest } from "../protocol/request";

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html */
const LAMBDA_PLATFORM = "AWSLambda-SHA384-ECDSA";

/** How long AWS Signer's record may take to show a revocation: 10 s, as for its record of a new job. */
const CONFIRMATION_PAUSES_MS = [0, 500, 1_000, 2_500, 6_000];

/**
 * Returns the job's result unchanged while Terraform keeps the invocation, and revokes the signature when Terraform
 * deletes the invocation.
 *
 * If nothing is left to revoke, that is a success: otherwise a destroy would never succeed.
 */
export async function revoke(request: RevokeRequest, invocation: Invocation): Promise<RevocableSigningJob> {
  const { signingJob, tf } = request;
  if (tf.action === "create") await refuseRevokedSignature(signingJob, invocation);
  if (tf.action === "delete") await revokeSignature(request, invocation);
  return signingJob;
}

/**
 * An interrupted destroy may have revoked the signature of a result that is still in state. If that state is applied,
 * Terraform creates the revocation again and would pass the revoked signature to all its users.
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

async function revokeSignature(request: RevokeRequest, invocation: Invocation): Promise<void> {
  const { signingJob, reason } = request;
  const { jobId, jobOwner, status } = signingJob;
  const outcome = status === "Failed" ? "the job failed" : await describeSignature(request, invocation);
  if (typeof outcome === "string") return invocation.log("nothing-to-revoke", { jobId, because: outcome });
  try {
    await invocation.signer.revoke({ jobId, jobOwner, reason }, async () => {
      if (isCheckedByLambda(outcome)) await refuseSignatureInUse(request, outcome.age(), invocation);
    });
  } catch (error) {
    if (!(error instanceof RetriesExhausted)) throw error;
    // The answer to the successful revocation may have been lost, and its repetition refused.
    const since = error.kind === "refused" ? await describeSignature(request, invocation) : outcome;
    if (typeof since !== "string") throw explainRevoke(error, request);
    return invocation.log("nothing-to-revoke", { jobId, because: since });
  }
  await confirmRevocation(request, invocation);
  invocation.log("revoked", { jobId, jobOwner, reason });
}

/** A signature that is not revoked. */
interface ValidSignature {
  readonly platformId: string | null;
  age(): Age;
}

/** The signature, or the reason why no signature can be revoked (any more). */
async function describeSignature(
  request: RevokeRequest,
  { signer, clock }: Invocation,
): Promise<ValidSignature | string> {
  try {
    const { value: job, serverTime } = await signer.describe(request.signingJob.jobId);
    if (job.revocation !== null) return "its signature is revoked already";
    const describedAt = clock.now();
    const now = () => serverTime && new Date(serverTime.getTime() + clock.now() - describedAt);
    return { platformId: job.platformId, age: () => ({ now: now(), signedAt: job.completedAt }) };
  } catch (error) {
    if (!(error instanceof RetriesExhausted)) throw error;
    if (error.kind === "notFound") return "AWS Signer does not know the job any more";
    throw explainRevoke(error, request);
  }
}

/** AWS Lambda checks the signatures of one platform. A job of an unknown platform may belong to it. */
function isCheckedByLambda({ platformId }: ValidSignature): boolean {
  return platformId === null || platformId === LAMBDA_PLATFORM;
}

/**
 * AWS Signer answers a revocation without content, and so could anything between it and the function: only the record
 * of AWS Signer is proof.
 */
async function confirmRevocation(request: RevokeRequest, invocation: Invocation): Promise<void> {
  for (const pauseMs of CONFIRMATION_PAUSES_MS) {
    await invocation.clock.sleep(Math.min(pauseMs, invocation.deadline.remainingMs));
    if (typeof (await describeSignature(request, invocation)) === "string") return;
  }
  throw revocationNotConfirmed(request);
}
