import { signingJobNotFinished } from "./errors/handler-error";
import { explainDescribe } from "./errors/request-errors";
import type { Invocation } from "./invocation";
import type { SigningJob } from "./ports";
import { RetriesExhausted } from "./retry/retry";

export interface EndedJob {
  readonly job: SigningJob;
  /**
   * Whether the job is the outcome of an earlier invocation: it was created before this invocation began, and had ended
   * before this invocation first looked. If a job was still running then, this invocation waited for it, so it is this
   * invocation's own outcome.
   */
  readonly isFromEarlier: boolean;
}

/** Jitter shortens a delay by up to this share, so that jobs that start together are not polled together. */
const JITTER = 0.2;

/**
 * Allowance for the difference between two clocks of AWS Signer and the rounding of its times: `Date` headers count
 * whole seconds. A job within it counts as this invocation's own.
 */
const CLOCK_SLACK_MS = 2_000;

/** Polls a job until it has ended. */
export async function awaitJob(jobId: string, invocation: Invocation): Promise<EndedJob> {
  const { clock, deadline, lookTimes } = invocation;
  const waitingSince = clock.now();
  const sleep = async (longestMs: number) => {
    const delayMs = longestMs * (1 - JITTER * clock.random());
    if (delayMs > 0) await clock.sleep(Math.min(delayMs, deadline.remainingMs));
  };
  await sleep(lookTimes.firstDelayMs);
  let { job, invocationBegan } = await describeJob(jobId, invocation);
  if (hasEnded(job)) {
    const { createdAt } = job;
    return { job, isFromEarlier: createdAt !== null && invocationBegan !== null && createdAt < invocationBegan };
  }
  while (!hasEnded(job)) {
    if (deadline.isOver) throw signingJobNotFinished(job, deadline);
    await sleep(lookTimes.delayMs(clock.now() - waitingSince));
    ({ job } = await describeJob(jobId, invocation));
  }
  lookTimes.noteEnd(clock.now() - waitingSince);
  return { job, isFromEarlier: false };
}

/**
 * A new status that AWS may add later counts as running: if a running job were treated as ended, the function could
 * sign twice.
 */
function hasEnded(job: SigningJob): boolean {
  return job.status === "Succeeded" || job.status === "Failed";
}

/** A job, and the latest time on AWS Signer's clock at which this invocation had certainly not begun. */
async function describeJob(jobId: string, { signer, deadline }: Invocation) {
  try {
    const { value, serverTime } = await signer.describe(jobId);
    const invocationBegan = serverTime && new Date(serverTime.getTime() - deadline.elapsedMs - CLOCK_SLACK_MS);
    return { job: value, invocationBegan };
  } catch (error) {
    throw error instanceof RetriesExhausted ? explainDescribe(error, jobId) : error;
  }
}
