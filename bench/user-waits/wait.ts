import type { SandboxClient } from "../../sandbox/client";
import { median } from "../statistics";

/** What one run of Terraform costs a user. */
export interface Wait {
  /** Wall time. */
  readonly seconds: number;
  /** Requests to AWS, those of the function included. */
  readonly requests: number;
  /** Those of them that start, describe or list signing jobs. */
  readonly jobRequests: number;
}

/** Runs `command`, while nothing else uses the sandbox. */
export async function waitFor(sandbox: SandboxClient, command: () => Promise<void>): Promise<Wait> {
  await sandbox.clearCalls();
  const startedAt = performance.now();
  await command();
  const seconds = (performance.now() - startedAt) / 1000;
  const calls = await sandbox.calls();
  const aboutJobs = calls.filter(({ operation }) => operation !== undefined && /SigningJobs?$/.test(operation));
  return { seconds, requests: calls.length, jobRequests: aboutJobs.length };
}

export function medianWait(waits: readonly Wait[]): Wait {
  const of = (quantity: keyof Wait) => median(waits.map((wait) => wait[quantity]));
  return { seconds: of("seconds"), requests: of("requests"), jobRequests: of("jobRequests") };
}
