import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const EXAMPLES = resolve(__dirname, "..");

export interface SynthesizedStack {
  readonly name: string;
  /** The folder for running `terraform`. */
  readonly folder: string;
}

/**
 * Synthesizes an example as `cdktf synth` does, but into `workFolder`. The state of its local backend is also written
 * there, because cdktf puts it where the app was started.
 *
 * @param example name of a folder in `examples`, or the path of another folder with a program
 */
export async function synthesizeExample(
  example: string,
  workFolder: string,
  environment: Readonly<Record<string, string>>,
): Promise<SynthesizedStack[]> {
  const outdir = join(workFolder, "cdktf.out");
  mkdirSync(workFolder, { recursive: true });
  await runApp(resolve(EXAMPLES, example, "main.ts"), workFolder, {
    CDKTF_OUTDIR: outdir,
    TSX_TSCONFIG_PATH: join(EXAMPLES, "tsconfig.json"),
    ...environment,
  });
  return synthesizedStacks(outdir);
}

/** The stacks of a synthesized app, each after those that it depends on. */
export function synthesizedStacks(outdir: string): SynthesizedStack[] {
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { name: string; workingDirectory: string; dependencies: string[] }>;
  };
  return deploymentOrder(Object.values(manifest.stacks)).map((stack) => ({
    name: stack.name,
    folder: join(outdir, stack.workingDirectory),
  }));
}

export function exampleNames(): string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(EXAMPLES, entry.name)).includes("main.ts"))
    .map((entry) => entry.name)
    .sort();
}

function deploymentOrder<T extends { name: string; dependencies: string[] }>(stacks: T[]): T[] {
  const ordered: T[] = [];
  const visit = (stack: T): void => {
    if (ordered.includes(stack)) return;
    stacks.filter((other) => stack.dependencies.includes(other.name)).forEach(visit);
    ordered.push(stack);
  };
  stacks.forEach(visit);
  return ordered;
}

async function runApp(main: string, cwd: string, environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ["--import", require.resolve("tsx"), main], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const exitCode = await new Promise<number | null>((resolveExit, reject) => {
    child.once("error", reject);
    child.once("close", resolveExit);
  });
  if (exitCode !== 0) throw new Error(`Synthesizing ${main} ended with exit code ${exitCode}:\n${output}`);
}
