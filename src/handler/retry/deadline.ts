import type { Clock } from "../ports";

/** Reserved from the function's own timeout: a killed function cannot report the outcome of the job. */
const MARGIN_MS = 5_000;

/** How long a request that is already sent may exceed the deadline: a lost answer costs more than a short delay. */
const OVERRUN_MS = 3_000;

/** Limit for a single request: a connection that fails silently must not use up the time of the other requests. */
const MAX_REQUEST_MS = 10_000;

/** The time available to one invocation. */
export class Deadline {
  public readonly allowedMs: number;
  /** Whether the event's `timeoutSeconds` ends the wait, and not the function's own timeout. */
  public readonly isRequested: boolean;
  private readonly startedAt: number;

  constructor(
    private readonly clock: Clock,
    functionRemainingMs: number,
    timeoutSeconds: number | null = null,
  ) {
    this.startedAt = clock.now();
    const possibleMs = Math.max(0, functionRemainingMs - MARGIN_MS);
    const requestedMs = timeoutSeconds === null ? Infinity : timeoutSeconds * 1000;
    this.isRequested = requestedMs <= possibleMs;
    this.allowedMs = Math.min(requestedMs, possibleMs);
  }

  /** Time since the invocation began. */
  public get elapsedMs(): number {
    return this.clock.now() - this.startedAt;
  }

  public get remainingMs(): number {
    return Math.max(0, this.allowedMs - this.elapsedMs);
  }

  public get isOver(): boolean {
    return this.remainingMs === 0;
  }

  /** The time limit of a request that is sent now. */
  public get requestTimeoutMs(): number {
    return Math.min(MAX_REQUEST_MS, this.remainingMs + OVERRUN_MS);
  }
}
