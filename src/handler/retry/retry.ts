import type { Deadline } from "./deadline";
import { FailureKind, failureKind } from "./failure-kind";
import { fullJitter } from "./full-jitter";
import type { Pace } from "./pace";
import type { Clock, Log } from "../ports";
import { AwsRequestError } from "../ports";

/** The retry period for each kind of failure, counted from its first occurrence. A missing kind is not retried. */
export type RetryLimits = Readonly<Partial<Record<FailureKind, number>>>;

export interface RetryContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly deadline: Deadline;
  /** Shared by all requests of an invocation. */
  readonly pace: Pace;
}

/** A failed request that is not retried, because another attempt is pointless or too late. */
export class RetriesExhausted extends Error {
  constructor(
    public readonly error: AwsRequestError,
    public readonly kind: FailureKind,
    /** Time from the first failure of this kind to the last. */
    public readonly triedForMs: number,
  ) {
    super(error.quote);
    this.name = "RetriesExhausted";
  }
}

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 5_000;

/**
 * Repeats a request until it succeeds. Throws `RetriesExhausted` when the time limit for its kind of failure or the
 * deadline ends.
 *
 * It sends the request at least once, and a last time when that limit or the deadline ends.
 */
export async function retry<T>(
  send: (timeoutMs: number) => Promise<T>,
  limits: RetryLimits,
  { clock, log, deadline, pace }: RetryContext,
): Promise<T> {
  const firstFailures = new Map<FailureKind, number>();
  const pauseMs = Math.min(pace.pauseMs, deadline.remainingMs);
  if (pauseMs > 0) await clock.sleep(pauseMs);
  for (let failures = 0; ; failures++) {
    try {
      const answer = await send(deadline.requestTimeoutMs);
      pace.speedUp();
      return answer;
    } catch (error) {
      if (!(error instanceof AwsRequestError)) throw error;
      const kind = failureKind(error);
      const firstFailure = firstFailures.get(kind) ?? clock.now();
      firstFailures.set(kind, firstFailure);
      const triedForMs = clock.now() - firstFailure;
      const timeLeftMs = (limits[kind] ?? 0) - triedForMs;
      if (timeLeftMs <= 0 || deadline.isOver) throw new RetriesExhausted(error, kind, triedForMs);

      if (kind === "throttled") pace.slowDown();
      const backoffMs = kind === "throttled" ? pace.pauseMs : backoff(failures, clock.random());
      const delayMs = Math.min(backoffMs, timeLeftMs, deadline.remainingMs);
      log("retry", {
        operation: error.operation,
        code: error.code,
        message: error.message,
        delayMs: Math.round(delayMs),
      });
      await clock.sleep(delayMs);
    }
  }
}

function backoff(failures: number, random: number): number {
  return fullJitter(Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures), random);
}
