import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltPackage } from "./built-package";
import { measureHandlerBundle } from "./handler-bundle/measure";
import { currentLoad, describeMachine } from "./machine";
import { parseOptions } from "./options";
import { measurePackageImport } from "./package-import/measure";
import { brokenBudgets, markdownReport, sectionLines } from "./report";
import type { BenchOptions, Section } from "./section";
import { startSandbox } from "../sandbox";
import { measureSynthesis } from "./synthesis/measure";
import { measureUserWaits } from "./user-waits/measure";
import { measureWaiting } from "./waiting/measure";
import { SandboxClient } from "../sandbox/client";

const RESULTS = join(__dirname, "RESULTS.md");

type Measurement<T extends unknown[]> = (...args: [...T, BenchOptions]) => Promise<Section>;
/** By the name of the folder that holds the measurement. */
type Measurements<T extends unknown[]> = Readonly<Record<string, Measurement<T>>>;

const OF_LIBRARY: Measurements<[BuiltPackage]> = {
  synthesis: measureSynthesis,
  "package-import": measurePackageImport,
};
const OF_HANDLER: Measurements<[]> = { "handler-bundle": measureHandlerBundle };
const ON_SANDBOX: Measurements<[SandboxClient]> = {
  waiting: measureWaiting,
  "user-waits": measureUserWaits,
};
const SECTIONS = [OF_LIBRARY, OF_HANDLER, ON_SANDBOX].flatMap(Object.keys);

async function measureAll(names: readonly string[], options: BenchOptions): Promise<Section[]> {
  const chosen = <T extends unknown[]>(all: Measurements<T>): Measurement<T>[] =>
    Object.keys(all).flatMap((name) => (names.includes(name) ? [all[name]] : []));
  return [
    ...(await measureLibrary(chosen(OF_LIBRARY), options)),
    ...(await inOrder(chosen(OF_HANDLER), options)),
    ...(await measureOnSandbox(chosen(ON_SANDBOX), options)),
  ];
}

async function measureLibrary(
  measurements: readonly Measurement<[BuiltPackage]>[],
  options: BenchOptions,
): Promise<Section[]> {
  if (measurements.length === 0) return [];
  const library = new BuiltPackage();
  try {
    return await inOrder(measurements, library, options);
  } finally {
    library.remove();
  }
}

async function measureOnSandbox(
  measurements: readonly Measurement<[SandboxClient]>[],
  options: BenchOptions,
): Promise<Section[]> {
  if (measurements.length === 0) return [];
  const sandbox = await startSandbox({ log: options.log });
  try {
    return await inOrder(measurements, new SandboxClient(sandbox.url), options);
  } finally {
    await sandbox.stop();
  }
}

/** One after the other, so that they do not disturb each other. */
async function inOrder<T extends unknown[]>(
  measurements: readonly Measurement<T>[],
  ...args: [...T, BenchOptions]
): Promise<Section[]> {
  const sections: Section[] = [];
  for (const measure of measurements) sections.push(await measure(...args));
  return sections;
}

async function main(args: readonly string[]): Promise<void> {
  const { quick, sections: names } = parseOptions(args, SECTIONS);
  const loadBefore = currentLoad();
  const sections = await measureAll(names, { quick, log: (line) => console.error(line) });
  const circumstances = [
    ...describeMachine(),
    `Load of the machine (1 minute): ${loadBefore} before, ${currentLoad()} after`,
  ];

  for (const section of sections) console.log(`\n${sectionLines(section).join("\n")}`);
  console.log(`\n${circumstances.join("\n")}`);
  // A quick run only shows that the benchmark works, and a run of some sections would replace the results of the others.
  // Neither is saved.
  const isComplete = !quick && SECTIONS.every((name) => names.includes(name));
  if (isComplete) writeFileSync(RESULTS, markdownReport(sections, circumstances));

  const broken = brokenBudgets(sections);
  if (broken.length > 0) throw new Error(`Over budget:\n  ${broken.join("\n  ")}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
