import { compare, type Comparison } from "./compare";
import { declareJobs, Kind, KINDS } from "./stack-of-jobs";
import { Wait, waitFor } from "./wait";
import type { SandboxClient } from "../../sandbox/client";
import { Deployment } from "../../test/scenarios/deployment";
import { inTurns } from "../statistics";

const ACCOUNT_IDS = { ours: "100000000003", native: "100000000004" };

interface Deploys<T> {
  /** Into an empty account. */
  readonly first: T;
  /** After a change of the file that is signed. */
  readonly changed: T;
}

export async function compareDeploys(sandbox: SandboxClient, rounds: number): Promise<Deploys<Comparison>> {
  const deploys = await inTurns(
    rounds,
    KINDS.map((kind) => async () => deployTwice(sandbox, kind)),
  );
  const comparisonOf = (deploy: keyof Deploys<Wait>) =>
    compare(deploys.map((ofKind) => ofKind.map((waits) => waits[deploy])));
  return { first: comparisonOf("first"), changed: comparisonOf("changed") };
}

async function deployTwice(sandbox: SandboxClient, kind: Kind): Promise<Deploys<Wait>> {
  const deployment = new Deployment(sandbox.url, ACCOUNT_IDS[kind]);
  const deploy = async (content: string) => {
    await deployment.declare((stack) => declareJobs(stack, kind, 1, content));
    return waitFor(sandbox, async () => void (await deployment.terraform.apply()));
  };
  try {
    return {
      first: await deploy("export const handler = () => 1;"),
      changed: await deploy("export const handler = () => 2;"),
    };
  } finally {
    await deployment.cleanUp();
  }
}
