import type { Clock } from "../../../src/handler/ports";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Time that passes only while all invocations sleep. Any number of invocations can share one clock. */
export class VirtualClock implements Clock {
  private time = 0;
  private sleepers: Sleeper[] = [];

  constructor(public readonly random: () => number = () => 0.5) {}

  public now(): number {
    return this.time;
  }

  public async sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.sleepers.push({ until: this.time + milliseconds, wake }));
  }

  /** Lets time pass until the work is done. */
  public async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    for (;;) {
      await new Promise(setImmediate);
      if (isDone) return work;
      this.wakeNext();
    }
  }

  public async pass(milliseconds: number): Promise<void> {
    return this.run(this.sleep(milliseconds));
  }

  private wakeNext(): void {
    const next = this.sleepers.reduce((first, sleeper) => (sleeper.until < first.until ? sleeper : first));
    this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next);
    this.time = next.until;
    next.wake();
  }
}
