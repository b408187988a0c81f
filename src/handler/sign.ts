import { adoptJob } from "./adopt-job";
import { attemptToken } from "./attempt-token";
import { awaitJob } from "./await-job";
import {
  earlierJobFailed,
  HandlerError,
  noTimeForNextAttempt,
  signatureRevoked,
  signingJobFailed,
} from "./errors/handler-error";
import { explainStart } from "./errors/request-errors";
import type { Invocation } from "./invocation";
import type { SigningJob, StartedSigningJob } from "./ports";
import { RetriesExhausted } from "./retry/retry";
import { signingResult } from "./signing-result";
import type { SignRequest } from "../protocol/request";
import type { SigningResult } from "../protocol/result";

/**
 * Signs the declared source, or finds the signature of earlier invocations of the same request.
 *
 * After a failure of an earlier invocation, it tries again. After a revocation it does not: otherwise any change that
 * replaces the invocation, such as another timeout, would sign the revoked bytes again.
 */
export async function sign(request: SignRequest, invocation: Invocation): Promise<SigningResult> {
  const adopted = request.importJobId === null ? null : await adoptJob(request.importJobId, request, invocation);
  if (adopted !== null) return signingResult(adopted, true);

  let earlierFailure: SigningJob | null = null;
  try {
    for (let attempt = 0; ; attempt++) {
      const started = await start(request, attempt, invocation);
      const { job, isFromEarlier } = await awaitJob(started.jobId, invocation);
      const { jobId, status } = job;
      if (job.revocation !== null) throw signatureRevoked(job, job.revocation);
      if (isAcceptable(job, isFromEarlier, request)) {
        invocation.log("finished", { jobId, status, attempt });
        return signingResult({ ...job, jobOwner: started.jobOwner ?? job.jobOwner }, false);
      }
      if (!isFromEarlier) throw signingJobFailed(job, request);
      // The job is the outcome of an earlier invocation, and this invocation exists to try again.
      invocation.log("superseded", { jobId, status, attempt });
      earlierFailure = job;
      if (invocation.deadline.isOver) throw noTimeForNextAttempt(request, invocation.deadline);
    }
  } catch (error) {
    if (earlierFailure === null || !(error instanceof HandlerError)) throw error;
    throw error.append(earlierJobFailed(earlierFailure, error));
  }
}

/**
 * Passes over an earlier failure even if failures are ignored: a later attempt may have succeeded before they were, and
 * its result must not be lost.
 */
function isAcceptable({ status }: SigningJob, isFromEarlier: boolean, request: SignRequest): boolean {
  return status === "Succeeded" || (request.ignoreSigningJobFailure && !isFromEarlier);
}

async function start(request: SignRequest, attempt: number, invocation: Invocation): Promise<StartedSigningJob> {
  const { source, destination, profileName, profileOwner, requestToken } = request;
  const clientRequestToken = attemptToken(requestToken, attempt);
  try {
    const started = await invocation.signer.start({
      source,
      destination,
      profileName,
      profileOwner,
      clientRequestToken,
    });
    invocation.log("started", {
      jobId: started.jobId,
      attempt,
      clientRequestToken,
      source,
      destination,
      profileName,
      profileOwner,
    });
    return started;
  } catch (error) {
    throw error instanceof RetriesExhausted ? explainStart(error, request, invocation, invocation.deadline) : error;
  }
}
