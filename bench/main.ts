import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltPackage } from "./built-package";
import { measureHandlerBundle } from "./handler-bundle/measure";
import { currentLoad, describeMachine } from "./machine";
import { measurePackageImport } from "./package-import/measure";
import { measurePlanCalls } from "./plan-calls/measure";
import { brokenBudgets, markdownReport, sectionLines } from "./report";
import type { BenchOptions, Section } from "./section";
import { startSandbox } from "../sandbox";
import { measureSynthesis } from "./synthesis/measure";
import { measureWaiting } from "./waiting/measure";
import { SandboxClient } from "../sandbox/client";

const RESULTS = join(__dirname, "RESULTS.md");
const QUICK = "--quick";

async function measureAll(options: BenchOptions): Promise<Section[]> {
  return [
    ...(await measureLibrary(options)),
    await measureHandlerBundle(options),
    ...(await measureOnSandbox(options)),
  ];
}

async function measureLibrary(options: BenchOptions): Promise<Section[]> {
  const library = new BuiltPackage();
  try {
    return [await measureSynthesis(library, options), await measurePackageImport(library, options)];
  } finally {
    library.remove();
  }
}

async function measureOnSandbox(options: BenchOptions): Promise<Section[]> {
  const sandbox = await startSandbox({ log: options.log });
  try {
    const client = new SandboxClient(sandbox.url);
    return [await measureWaiting(client, options), await measurePlanCalls(client, options)];
  } finally {
    await sandbox.stop();
  }
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== QUICK);
  if (unknown.length > 0) {
    throw new Error(`Unknown argument ${unknown.join(" ")}. There is ${QUICK}, and nothing else.`);
  }
  const quick = args.includes(QUICK);
  const loadBefore = currentLoad();
  const sections = await measureAll({ quick, log: (line) => console.error(line) });
  const circumstances = [
    ...describeMachine(),
    `Load of the machine (1 minute): ${loadBefore} before, ${currentLoad()} after`,
  ];

  for (const section of sections) console.log(`\n${sectionLines(section).join("\n")}`);
  console.log(`\n${circumstances.join("\n")}`);
  // A quick run only shows that the benchmark works. Its results are not saved.
  if (!quick) writeFileSync(RESULTS, markdownReport(sections, circumstances));

  const broken = brokenBudgets(sections);
  if (broken.length > 0) throw new Error(`Over budget:\n  ${broken.join("\n  ")}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
