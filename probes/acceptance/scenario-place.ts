import type { Place } from "../../examples/runner/place";
import type { Clients } from "../aws/clients";

export interface StartedJob {
  readonly jobId: string;
  /** Key of its source. */
  readonly key: string;
}

/** A place that a scenario can also ask what happened there. */
export interface ScenarioPlace extends Place {
  readonly clients: Pick<Clients, "lambda" | "s3" | "signer">;
  /** The name under which a function is deployed that the scenario declares under `name`. */
  nameOf(name: string): string;
  /** The jobs that the scenario has started, oldest first. */
  startedJobs(): Promise<StartedJob[]>;
  /** Ids of the jobs whose signatures the scenario has revoked, oldest job first; on the sandbox first revocation first. */
  revokedJobs(): Promise<string[]>;
}
