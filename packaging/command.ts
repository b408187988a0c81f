import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd: string;
  /** Environment variables on top of those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each piece of output. */
  readonly onOutput?: (text: string) => void;
}

/**
 * Runs a program to its end.
 *
 * @returns standard output and error in the order in which they came
 * @throws Error with both, where the program fails
 */
export async function run(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { cwd, env = {}, onOutput = () => undefined } = options;
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      onOutput(text);
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0) {
    throw new Error(
      `"${[program, ...args].join(" ")}" ended with exit code ${String(exitCode)}:\n${output.slice(-8000)}`,
    );
  }
  return output;
}
