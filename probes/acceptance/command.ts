import { CASES, casesWith, type Case } from "./cases";
import { createStateFolder, destroyLeftovers, leftStateFolders, type Where } from "./leftovers";
import { USAGE, type AcceptanceOptions } from "./options";
import { planOf } from "./plan";
import { RunPlace } from "./run-place";
import { awsTarget, localTarget, type AcceptanceTarget } from "./target";
import { startSandbox } from "../../sandbox";
import { cleanUp, type Removal } from "../aws/clean-up";
import { Naming, RunNames } from "../aws/names";
import { NotAsked } from "../not-asked";
import type { Output } from "../run/interruptible";
import { reportRemovals } from "../run/removals";

export const ACCEPTANCE_NAMING = new Naming("signer-acceptance");

/** The Regions of the example several-regions, in addition to the one that is named. */
const EXAMPLE_REGIONS = ["us-east-1", "eu-west-1"];

/** @returns the exit code */
export async function acceptanceCommand(
  options: AcceptanceOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { mode, only } = options;
  const lines = mode === "help" ? [USAGE] : CASES.map(({ id }) => id);
  if (mode === "help" || mode === "list") {
    lines.forEach(output.print);
    return 0;
  }
  const cases = casesWith(only);
  return withTarget(options, output, async (target, where) => {
    const names = new RunNames(undefined, "", ACCEPTANCE_NAMING);
    const account = `${target.name}, account ${target.accountId}, ${options.region}`;
    if (mode === "dry-run") {
      output.print(`${account}: ${cases.length} deployments. Nothing was created.`);
      (await planOf(cases, target, names)).forEach(output.print);
      return 0;
    }
    if (mode === "clean") return reportRemovals(await removeAll(target, leftStateFolders(where)), output);
    output.note(`Deploying to ${account}. Run ${names.run}.`);
    return deployAll(cases, target, where, names, output, signal);
  });
}

async function deployAll(
  cases: readonly Case[],
  target: AcceptanceTarget,
  where: Where,
  names: RunNames,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const stateFolder = createStateFolder(names.run, where);
  const { accountId, clients, environment, variablesOf } = target;
  const place = new RunPlace({ accountId, clients, environment, stateFolder, names });
  let failures = 0;
  let left = 0;
  try {
    for (const each of cases) {
      if (signal.aborted) break;
      const outcome = await outcomeOf(each, { place, variablesOf, signal, note: (line) => output.note(`  ${line}`) });
      if (outcome.startsWith("FAILED")) failures++;
      output.print(`${each.id.padEnd(34)}  ${outcome}`);
    }
  } finally {
    output.note(signal.aborted ? "Interrupted. Removing what is left ..." : "Looking for what is left ...");
    left = reportRemovals(await removeAll(target, [stateFolder], names.run), output);
    output.note("Not removed: the records of signing jobs, and canceled profiles. AWS keeps them, at no cost.");
  }
  return failures + left > 0 || signal.aborted ? 1 : 0;
}

async function outcomeOf(each: Case, context: Parameters<Case["run"]>[0]): Promise<string> {
  context.note(each.id);
  try {
    await each.run(context);
    return "passed";
  } catch (error) {
    if (error instanceof NotAsked) return `not run: ${error.message}`;
    return context.signal.aborted ? "interrupted" : `FAILED: ${(error as Error).message}`;
  }
}

/** First with Terraform, which knows the order, and then all that carries prefix and tag, which no state may list. */
async function removeAll(
  { clients, other, environment, accountId }: AcceptanceTarget,
  stateFolders: readonly string[],
  run?: string,
): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const folder of stateFolders) removals.push(...(await destroyLeftovers(folder, environment)));
  const owners = other && other.accountId !== accountId ? [clients, other.clients] : [clients];
  for (const owner of owners) {
    for (const region of new Set([owner.access.region, ...EXAMPLE_REGIONS])) {
      const there = owner.with({ region });
      removals.push(...(await cleanUp(there, run, ACCEPTANCE_NAMING)));
      there.destroy();
    }
  }
  return removals;
}

async function withTarget<T>(
  options: AcceptanceOptions,
  { note }: Output,
  use: (target: AcceptanceTarget, where: Where) => Promise<T>,
): Promise<T> {
  const { isAws, endpoint } = options;
  if (isAws) return using(await awsTarget(options), options, use);
  if (endpoint !== undefined) return using(await localTarget(endpoint, options), options, use);
  const sandbox = await startSandbox({ log: note });
  try {
    return await using(await localTarget(sandbox.url, options), { ...options, endpoint: sandbox.url }, use);
  } finally {
    await sandbox.stop();
  }
}

async function using<T>(
  target: AcceptanceTarget,
  { region, endpoint }: AcceptanceOptions,
  use: (target: AcceptanceTarget, where: Where) => Promise<T>,
): Promise<T> {
  try {
    return await use(target, { accountId: target.accountId, region, endpoint });
  } finally {
    target.clients.destroy();
    target.other?.clients.destroy();
  }
}
