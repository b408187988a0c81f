import { isJobEffect } from "./fault";
import type { FaultRegistry } from "./fault-registry";
import type { JobFaults, JobPlan } from "../signer/ports";

/** How faults change signing jobs. */
export class InjectedJobFaults implements JobFaults {
  constructor(
    private readonly faults: FaultRegistry,
    private readonly usualSeconds: number,
    /** The account whose request is being served. */
    private readonly accountId: () => string | undefined,
  ) {}

  public plan(job: Parameters<JobFaults["plan"]>[0]): JobPlan {
    let plan: JobPlan = { durationSeconds: this.usualSeconds };
    const subject = { ...job, service: "signer", operation: "StartSigningJob", accountId: this.accountId() };
    for (const { effect } of this.faults.due(subject, isJobEffect)) {
      if (effect.type === "jobFails") plan = { ...plan, failureReason: effect.statusReason };
      if (effect.type === "jobDuration") plan = { ...plan, durationSeconds: effect.seconds };
      if (effect.type === "jobNeverEnds") plan = { ...plan, durationSeconds: Infinity };
    }
    return plan;
  }
}
