import { writeFileSync } from "node:fs";
import type { Output } from "./interruptible";
import { emulatorTarget, isSandbox, sandboxTarget } from "./local-target";
import { USAGE, type Place, type ProbeOptions } from "./options";
import { reportRemovals } from "./removals";
import { brokenReliance, planLines, Redaction, reported, summary, tableLines, type ReportedResult } from "./report";
import { Runner } from "./runner";
import { startServer } from "./servers";
import { identify, type Target } from "./target";
import { cleanUp, type Removal } from "../aws/clean-up";
import { plannedResources, RunNames } from "../aws/names";
import { KNOWN_DIFFERENCES, surprisesOf } from "../known-differences";
import type { Probe } from "../probe";
import { PROBES } from "../themes";

/** @returns the exit code */
export async function probeCommand(options: ProbeOptions, output: Output, signal: AbortSignal): Promise<number> {
  const { mode, place, only } = options;
  const probes = PROBES.filter(({ id }) => id.includes(only));
  const { print, note } = output;
  if (mode === "help") return done(print, [USAGE]);
  if (mode === "list") return done(print, probes.flatMap(listLines));
  if (mode === "dry-run") {
    await withTarget(options, note, async ({ accountId, name }) =>
      print(`${name}, account ${accountId}, ${options.region}: ${probes.length} assumptions. Nothing was created.`),
    );
    return done(print, planLines(plannedResources(new RunNames())));
  }
  if (probes.length === 0) throw new Error(`No probe has an id that contains "${only}". --list shows them.`);
  return withTarget(options, note, async (target) => {
    if (mode === "clean") return reportRemovals(await removeFrom(target), output);
    const names = new RunNames();
    note(`Asking ${target.name} as account ${target.accountId} in ${options.region}. Run ${names.run}.`);
    const results = await askAndCleanUp(target, names, probes, options, output, signal);
    writeFileSync(options.json, jsonReport(target, place.kind, results));
    print("");
    print(`${summary(results)} Results are in ${options.json}.`);
    return signal.aborted || isSurprising(place, results, print) ? 1 : 0;
  });
}

/** The differences of an emulator are known, so only a new one counts. */
function isSurprising(place: Place, results: readonly ReportedResult[], print: (line: string) => void): boolean {
  if (place.kind !== "server" || place.name === "sandbox") return brokenReliance(results).length > 0;
  const surprises = surprisesOf(KNOWN_DIFFERENCES[place.name], results);
  surprises.forEach(print);
  if (surprises.length === 0) {
    print("It differs where it is known to differ (probes/known-differences.ts), and nowhere else.");
  }
  return surprises.length > 0;
}

async function askAndCleanUp(
  target: Target,
  names: RunNames,
  probes: readonly Probe[],
  options: ProbeOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ReportedResult[]> {
  const redaction = new Redaction(target, names.run);
  const runner = new Runner(target, {
    probes,
    names,
    isPatient: options.patient,
    signal,
    onResult: (result) => tableLines(reported(result, redaction)).forEach(output.print),
  });
  try {
    return (await runner.askAll()).map((result) => reported(result, redaction));
  } finally {
    output.note(signal.aborted ? "Interrupted. Removing what was created ..." : "Removing what was created ...");
    reportRemovals(await removeFrom(target, names.run), output);
    output.note(
      "Not removed: the records of signing jobs, and canceled or revoked profiles. AWS keeps them, at no cost.",
    );
  }
}

async function removeFrom({ clients, other }: Target, run?: string): Promise<Removal[]> {
  return [...(await cleanUp(clients, run)), ...(other ? await cleanUp(other.clients, run) : [])];
}

async function withTarget<T>(
  options: ProbeOptions,
  note: (line: string) => void,
  use: (target: Target) => Promise<T>,
): Promise<T> {
  const { place } = options;
  if (place.kind === "server") {
    const server = await startServer(place.name, note);
    try {
      return await using(await localTarget(server.url, options), use);
    } finally {
      await server.stop();
    }
  }
  return using(place.kind === "aws" ? await awsTarget(options) : await localTarget(place.url, options), use);
}

async function using<T>(target: Target, use: (target: Target) => Promise<T>): Promise<T> {
  try {
    return await use(target);
  } finally {
    target.clients.destroy();
    target.other?.clients.destroy();
  }
}

async function localTarget(url: string, options: ProbeOptions): Promise<Target> {
  return (await isSandbox(url)) ? sandboxTarget(url, options) : emulatorTarget(url, options);
}

async function awsTarget(options: ProbeOptions): Promise<Target> {
  const { account = "", region, profile, otherAccount, otherProfile, certificateArn } = options;
  const own = await identify({ region, profile }, account);
  const other = otherAccount && (await identify({ region, profile: otherProfile }, otherAccount));
  return { name: "AWS", ...own, other: other || undefined, certificateArn, isAws: true };
}

function listLines({ id, assumption, source, usedBy, isRelied }: Probe): string[] {
  return [
    `${id}  ${assumption}`,
    `    ${source.kind}: ${source.text}`,
    `    ${isRelied ? "relied on" : "used"} by: ${usedBy}`,
  ];
}

function jsonReport(target: Target, place: string, results: readonly ReportedResult[]): string {
  const { name, isAws } = target;
  const server = isAws || place === "server" ? name : "an endpoint on this machine";
  return `${JSON.stringify({ server, region: target.clients.access.region, time: new Date().toISOString(), results }, null, 2)}\n`;
}

function done(print: (line: string) => void, lines: readonly string[]): number {
  lines.forEach(print);
  return 0;
}
