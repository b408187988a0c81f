import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Runs a JavaScript program in its own Node.js process, and returns its output, which is JSON.
 *
 * It passes no flags for V8: with them Node.js cannot use the compiled code of its own modules, and all imports look
 * slower.
 */
export async function inFreshProcess<T>(program: string, args: readonly string[] = []): Promise<T> {
  const { stdout } = await run(process.execPath, [program, ...args], { maxBuffer: 1024 * 1024 });
  return JSON.parse(stdout) as T;
}
