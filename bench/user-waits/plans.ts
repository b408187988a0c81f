import { HttpBackend } from "cdktf";
import { compare, type Comparison } from "./compare";
import { declareJobs, KINDS } from "./stack-of-jobs";
import { StateServer } from "./state-server";
import { waitFor } from "./wait";
import type { SandboxClient } from "../../sandbox/client";
import { Deployment } from "../../test/scenarios/deployment";
import { inTurns } from "../statistics";

const ACCOUNT_IDS = { ours: "100000000005", native: "100000000006" };

/**
 * Plans stacks in which nothing has changed. They grow from one size to the next, so no job is signed twice.
 *
 * @param sizes numbers of jobs, ascending
 */
export async function comparePlans(
  sandbox: SandboxClient,
  sizes: readonly number[],
  rounds: number,
  log: (line: string) => void,
): Promise<Comparison[]> {
  const deployments = KINDS.map((kind) => ({ kind, deployment: new Deployment(sandbox.url, ACCOUNT_IDS[kind]) }));
  const comparisons: Comparison[] = [];
  const states = await StateServer.start();
  try {
    for (const { deployment } of deployments) {
      // The native resource finds a job that takes no time finished at its first poll, and does not wait 20 s for the
      // next.
      await sandbox.addFault({
        match: { accountId: deployment.accountId },
        effect: { type: "jobDuration", seconds: 0 },
      });
    }
    for (const jobs of sizes) {
      for (const { kind, deployment } of deployments) {
        log(`Signing until there are ${jobs} jobs, ${kind}`);
        await deployment.declare((stack) => {
          // A stack has one backend, and `Deployment` gives it a local one.
          stack.node.tryRemoveChild("backend");
          new HttpBackend(stack, { address: states.address(kind) });
          declareJobs(stack, kind, jobs, "export const handler = () => 1;");
        });
        await deployment.terraform.apply();
      }
      log(`Planning ${jobs} unchanged jobs ${rounds} times, ours and native`);
      const plans = deployments.map(
        ({ deployment }) =>
          async () =>
            waitFor(sandbox, async () => emptyPlan(deployment)),
      );
      comparisons.push(compare(await inTurns(rounds, plans)));
    }
  } finally {
    try {
      for (const { deployment } of deployments) await deployment.cleanUp();
    } finally {
      await states.stop();
    }
  }
  return comparisons;
}

async function emptyPlan({ terraform }: Deployment): Promise<void> {
  const plan = await terraform.plan();
  if (!plan.isEmpty) throw new Error(`A plan of unchanged jobs is not empty:\n${plan.output}`);
}
