import { fullJitter } from "./full-jitter";
import type { Clock } from "../ports";

/**
 * AWS Signer's quotas count requests per second, so in less than one the same is likely to happen again.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html (throttling takes longer delays)
 */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 5_000;
const GROWTH = 2;

/** Gentle, because most requests are to succeed: one success must not undo what one throttled answer has taught. */
const DECAY = 0.8;

/** Shorter pauses than the shortest of polling change nothing. */
const NEGLIGIBLE_PAUSE_MS = 250;

/** Who has not asked for so long was not part of what is throttled. */
const FORGOTTEN_AFTER_MS = 60_000;

/**
 * How fast a function may send requests, learnt from AWS Signer's answers.
 *
 * All functions of an account share its quotas, and Terraform runs ten at a time. So what a throttled answer teaches
 * holds for the later requests as well, and for the next invocation: functions that forget it are throttled more than twice
 * as often, and are done no sooner (measured; see the tests of throttling). Without a throttled answer there is never a pause.
 */
export class Pace {
  private longestPauseMs = 0;
  private resumeAt = -Infinity;
  private learntAt = -Infinity;

  constructor(private readonly clock: Clock) {}

  /** Whether AWS Signer has throttled lately. */
  public get isSlow(): boolean {
    return this.longestPauseMs > 0 && this.clock.now() - this.learntAt < FORGOTTEN_AFTER_MS;
  }

  /** How long to wait from now before the next request. */
  public get pauseMs(): number {
    return Math.max(0, this.resumeAt - this.clock.now());
  }

  /** To be called after each answer that was throttled. */
  public slowDown(): void {
    this.pauseUpTo(Math.min(MAX_PAUSE_MS, Math.max(FIRST_PAUSE_MS, GROWTH * this.longestPauseMs)));
  }

  /** To be called after each success. */
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
