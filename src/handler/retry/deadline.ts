import type { Clock } from "../ports";

/** Kept back from the function's own timeout: a function that is killed cannot say what became of the job. */
const MARGIN_MS = 5_000;

/** How far a request that is on its way may outlast the deadline: its answer is worth more than punctuality. */
const OVERRUN_MS = 3_000;

/** No single request may take longer: a connection that died without a word must not eat the time of the others. */
const MAX_REQUEST_MS = 10_000;

/** The time that one invocation has. */
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

  /** How long a request that is sent now may take. */
  public get requestTimeoutMs(): number {
    return Math.min(MAX_REQUEST_MS, this.remainingMs + OVERRUN_MS);
  }
}
