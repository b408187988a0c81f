import type { Pace } from "./pace";

const SHORTEST_DELAY_MS = 300;
const MAX_DELAY_MS = 5_000;

/** A job ends at most this share of its duration, plus the shortest delay, before it is noticed. */
const DELAY_PER_ELAPSED = 0.08;

/** While requests are throttled, looks are further apart: each costs another function one. */
const SLOW_SHORTEST_DELAY_MS = 1_000;
const SLOW_DELAY_PER_ELAPSED = 0.2;

/** A job that has just been started cannot have ended. */
const FIRST_GUESS_MS = 1_000;
const MAX_GUESS_MS = 10_000;

/** Before this share of the usual duration, no look is worth a request that may be throttled. */
const EARLIEST = 0.8;

/**
 * How long to wait until the next look at a running job. Kept across invocations: the jobs of one program take about as long as
 * each other, and while AWS Signer throttles, a look is worth it only when a job may have ended.
 */
export class LookTimes {
  private usualMs = FIRST_GUESS_MS;

  constructor(public readonly pace: Pace) {}

  /** Until the first look, at a job that may have ended long ago. */
  public get firstDelayMs(): number {
    return this.pace.isSlow ? this.usualMs : 0;
  }

  public delayMs(elapsedMs: number): number {
    if (!this.pace.isSlow) return Math.min(MAX_DELAY_MS, SHORTEST_DELAY_MS + DELAY_PER_ELAPSED * elapsedMs);
    if (elapsedMs < EARLIEST * this.usualMs) return this.usualMs - elapsedMs;
    return Math.min(MAX_DELAY_MS, Math.max(SLOW_SHORTEST_DELAY_MS, SLOW_DELAY_PER_ELAPSED * elapsedMs));
  }

  /** To be called when a job has ended that was seen running. */
  public noteEnd(elapsedMs: number): void {
    this.usualMs = Math.min(MAX_GUESS_MS, elapsedMs);
  }
}
