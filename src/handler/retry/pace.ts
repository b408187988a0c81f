import { fullJitter } from "./full-jitter";
import type { Clock } from "../ports";

/**
 * The quotas of AWS Signer count requests per second. In less than one second the same result is likely.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html (throttling takes longer delays)
 */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 5_000;
const GROWTH = 2;

/** A small step, because most requests should succeed: one success must not undo the effect of one throttled answer. */
const DECAY = 0.8;

/** Pauses shorter than the shortest polling delay change nothing. */
const NEGLIGIBLE_PAUSE_MS = 250;

/** A function that has sent no request for this time did not contribute to the throttling. */
const FORGOTTEN_AFTER_MS = 60_000;

/**
 * The rate at which a function may send requests, learned from AWS Signer's answers.
 *
 * All functions of an account share its quotas, and Terraform runs ten at a time. A throttled answer therefore also
 * applies to the later requests and to the next invocation. Functions that forget it are throttled more than twice as
 * often and finish no sooner (measured; see the tests of throttling). Without a throttled answer there is never a
 * pause.
 */
export class Pace {
  private longestPauseMs = 0;
  private resumeAt = -Infinity;
  private learntAt = -Infinity;

  constructor(private readonly clock: Clock) {}

  /** Whether AWS Signer has throttled a request recently. */
  public get isSlow(): boolean {
    return this.longestPauseMs > 0 && this.clock.now() - this.learntAt < FORGOTTEN_AFTER_MS;
  }

  /** The delay from now until the next request. */
  public get pauseMs(): number {
    return Math.max(0, this.resumeAt - this.clock.now());
  }

  /** Call it after each throttled answer. */
  public slowDown(): void {
    this.pauseUpTo(Math.min(MAX_PAUSE_MS, Math.max(FIRST_PAUSE_MS, GROWTH * this.longestPauseMs)));
  }

  /** Call it after each success. */
  public speedUp(): void {
    const longestMs = this.isSlow ? DECAY * this.longestPauseMs : 0;
    this.pauseUpTo(longestMs < NEGLIGIBLE_PAUSE_MS ? 0 : longestMs);
  }

  private pauseUpTo(longestMs: number): void {
    this.longestPauseMs = longestMs;
    this.learntAt = this.clock.now();
    if (longestMs > 0) this.resumeAt = this.clock.now() + fullJitter(longestMs, this.clock.random());
  }
}
