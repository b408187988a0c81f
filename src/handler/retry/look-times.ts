import type { Pace } from "./pace";

const SHORTEST_DELAY_MS = 300;
const MAX_DELAY_MS = 5_000;

/** The end of a job is noticed after at most this share of its duration, plus the shortest delay. */
const DELAY_PER_ELAPSED = 0.08;

/** While requests are throttled, the function polls less often: each request takes one from another function. */
const SLOW_SHORTEST_DELAY_MS = 1_000;
const SLOW_DELAY_PER_ELAPSED = 0.2;

/** A job that has just been started cannot have ended. */
const FIRST_GUESS_MS = 1_000;
const MAX_GUESS_MS = 10_000;

/** Before this share of the usual duration, polling is not worth a request that may be throttled. */
const EARLIEST = 0.8;

/**
 * The delays between polls of a running job. Kept across invocations: the jobs of one program take about the same time,
 * and while AWS Signer throttles, polling is useful only when a job may have ended.
 */
export class LookTimes {
  private usualMs = FIRST_GUESS_MS;

  constructor(public readonly pace: Pace) {}

  /** The delay before the first poll of a job that may have ended long ago. */
  public get firstDelayMs(): number {
    return this.pace.isSlow ? this.usualMs : 0;
  }

  public delayMs(elapsedMs: number): number {
    if (!this.pace.isSlow) return Math.min(MAX_DELAY_MS, SHORTEST_DELAY_MS + DELAY_PER_ELAPSED * elapsedMs);
    if (elapsedMs < EARLIEST * this.usualMs) return this.usualMs - elapsedMs;
    return Math.min(MAX_DELAY_MS, Math.max(SLOW_SHORTEST_DELAY_MS, SLOW_DELAY_PER_ELAPSED * elapsedMs));
  }

  /** Call it when a job has ended that was seen running. */
  public noteEnd(elapsedMs: number): void {
    this.usualMs = Math.min(MAX_GUESS_MS, elapsedMs);
  }
}
