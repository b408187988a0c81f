import type { Clock } from "./ports";
import type { JobOutcome, SigningJob } from "./state";

interface Run {
  readonly dueAt: number;
  readonly finish: () => Promise<JobOutcome>;
  readonly timer?: NodeJS.Timeout;
  completion?: Promise<void>;
}

/** The longest time that a timer can wait. Jobs that take longer finish when they are looked at. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Brings each job to its end, once, when its time has come, and one after the other: packages are large. */
export class JobRunner {
  private readonly runs = new Map<string, Run>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly clock: Clock) {}

  /** @param finish does the job's work; must not fail, but tell of failure in the outcome */
  public start(job: SigningJob, durationSeconds: number, finish: () => Promise<JobOutcome>): void {
    const duration = durationSeconds * 1000;
    const timer = duration <= MAX_TIMER_MS ? setTimeout(() => void this.complete(job), duration) : undefined;
    timer?.unref();
    this.runs.set(job.id, { dueAt: job.createdAt.getTime() + duration, finish, timer });
  }

  /** Call before looking at a job: one whose time has come is over when this returns, however late its timer is. */
  public async settle(job: SigningJob): Promise<void> {
    const run = this.runs.get(job.id);
    if (run !== undefined && this.clock.now().getTime() >= run.dueAt) await this.complete(job);
  }

  public clear(): void {
    this.runs.forEach((run) => clearTimeout(run.timer));
    this.runs.clear();
  }

  private async complete(job: SigningJob): Promise<void> {
    const run = this.runs.get(job.id);
    if (run === undefined) return;
    run.completion ??= this.last.then(run.finish).then((outcome) => {
      job.outcome = outcome;
      clearTimeout(run.timer);
      this.runs.delete(job.id);
    });
    this.last = run.completion;
    await run.completion;
  }
}
