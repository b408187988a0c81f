import { adoptJob } from "./adopt-job";
import { attemptToken } from "./attempt-token";
import { awaitJob } from "./await-job";
import { noTimeForNextAttempt, signingJobFailed, signingJobRevoked } from "./handler-error";
import type { Invocation } from "./invocation";
import type { SigningJob, StartedSigningJob } from "./ports";
import { explainStart } from "./request-errors";
import { GaveUp } from "./retry";
import { signingResult } from "./signing-result";
import type { SignRequest } from "../protocol/request";
import type { SigningResult } from "../protocol/result";

/** Signs what is declared, or finds what earlier invocations of the same request have signed. */
export async function sign(request: SignRequest, invocation: Invocation): Promise<SigningResult> {
  const adopted = request.importJobId === null ? null : await adoptJob(request.importJobId, request, invocation);
  if (adopted !== null) return signingResult(adopted, true);

  for (let attempt = 0; ; attempt++) {
    const started = await start(request, attempt, invocation);
    const { job, isFromEarlier } = await awaitJob(started.jobId, invocation);
    const { jobId, status } = job;
    if (isAcceptable(job, isFromEarlier, request)) {
      invocation.log("finished", { jobId, status, attempt });
      return signingResult({ ...job, jobOwner: started.jobOwner ?? job.jobOwner }, false);
    }
    if (!isFromEarlier) {
      throw status === "Failed" ? signingJobFailed(job, request) : signingJobRevoked(job, request);
    }
    // It was the outcome of an earlier invocation, and this one is there to try again.
    invocation.log("superseded", { jobId, status, attempt, isRevoked: job.revocation !== null });
    if (invocation.deadline.isOver) throw noTimeForNextAttempt(job, request, invocation.deadline);
  }
}

/**
 * An earlier failure is passed over even where failures are ignored: a later attempt may have succeeded, before they
 * were, and its result must not be lost.
 */
function isAcceptable(job: SigningJob, isFromEarlier: boolean, request: SignRequest): boolean {
  if (job.status === "Failed") return request.ignoreSigningJobFailure && !isFromEarlier;
  return job.revocation === null;
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
    throw error instanceof GaveUp ? explainStart(error, request, invocation.deadline) : error;
  }
}
