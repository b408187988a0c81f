import type { Fault } from "./fake-signer";
import type { VirtualClock } from "./virtual-clock";

/**
 * A rate that all functions of an account share, as a token bucket that holds the requests of one second.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html (the algorithm; AWS Signer's is not documented)
 */
export class RequestQuota {
  public throttled = 0;
  private tokens: number;
  private filledAt = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly perSecond: number,
  ) {
    this.tokens = perSecond;
  }

  /** Faults for the requests of one function. */
  public *faults(): Generator<Fault | null> {
    for (;;) yield this.takeToken() ? null : "throttled";
  }

  private takeToken(): boolean {
    const now = this.clock.now();
    const refill = ((now - this.filledAt) / 1000) * this.perSecond;
    this.tokens = Math.min(this.perSecond, this.tokens + refill);
    this.filledAt = now;
    const isFree = this.tokens >= 1;
    if (isFree) this.tokens--;
    else this.throttled++;
    return isFree;
  }
}
