import type { Clock } from "./ports";
import type { JobOutcome, SigningJob } from "./state";

interface Run {
  readonly dueAt: number;
  readonly finish: () => Promise<JobOutcome>;
  readonly timer?: NodeJS.Timeout;
  completion?: Promise<void>;
}

/** The longest time that a timer can wait. Longer jobs end when they are next read. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Ends each job once, when it is due. Jobs are finished one after the other, because packages are large. */
export class JobRunner {
  private readonly runs = new Map<string, Run>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly clock: Clock) {}

  /** @param finish does the job's work. It must not throw: a failure is part of the outcome */
  public start(job: SigningJob, durationSeconds: number, finish: () => Promise<JobOutcome>): void {
    const duration = durationSeconds * 1000;
    const timer = duration <= MAX_TIMER_MS ? setTimeout(() => void this.complete(job), duration) : undefined;
    timer?.unref();
    this.runs.set(job.id, { dueAt: job.createdAt.getTime() + duration, finish, timer });
  }

  /** Call this before reading a job. A job that is due has ended when this returns, even if its timer is late. */
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
