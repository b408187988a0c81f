import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { findPython, BackendUnavailableError } from "./python";

const run = promisify(execFile);
const REQUIREMENTS = resolve(__dirname, "requirements.txt");
const LINES_OF_PIP_OUTPUT_TO_SHOW = 15;

/**
 * Makes the virtual environment that the backend runs in, or finds the one made earlier from the same requirements.
 *
 * It is built beside its final place and renamed into it when it is complete: a build that was interrupted is never
 * mistaken for a whole one, and of two processes that build at once either may win.
 *
 * @param folder where environments are kept
 * @param report is told what takes the time
 * @param env of the commands that are run; pip is set up by it
 * @returns the path of the environment's Python
 * @throws BackendUnavailableError
 */
export async function preparePythonEnvironment(
  folder: string,
  report: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const python = await findPython(env);
  const requirements = await readFile(REQUIREMENTS);
  const fingerprint = createHash("sha256")
    .update(requirements)
    .update(`${python.version} ${process.platform} ${process.arch}`)
    .digest("hex")
    .slice(0, 16);
  const place = resolve(folder, `backend-${fingerprint}`);
  if (existsSync(place)) return pythonIn(place);

  report("Installing the sandbox's backend (once; about 10 seconds) ...");
  await mkdir(folder, { recursive: true });
  const building = `${place}.${process.pid}`;
  try {
    await createEnvironment(python.command, building);
    await installRequirements(pythonIn(building), env);
    await moveIntoPlace(building, place);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return pythonIn(place);
}

function pythonIn(environment: string): string {
  return process.platform === "win32" ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}

async function createEnvironment(python: string, folder: string): Promise<void> {
  try {
    await run(python, ["-m", "venv", "--clear", folder]);
  } catch (error) {
    throw new BackendUnavailableError(
      `\`${python} -m venv\` failed, and the sandbox's backend is installed into a virtual environment. On Debian and ` +
        `Ubuntu, \`apt-get install python3-venv\` adds what is missing.\n${outputOf(error)}`,
    );
  }
}

async function installRequirements(python: string, env: NodeJS.ProcessEnv): Promise<void> {
  const pip = ["-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"];
  try {
    await run(python, [...pip, "--requirement", REQUIREMENTS], { env, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    throw new BackendUnavailableError(
      `pip could not install the sandbox's backend from ${REQUIREMENTS}. If this machine reaches packages through a ` +
        `mirror or proxy, set pip up for it (PIP_INDEX_URL, HTTPS_PROXY). The end of pip's output:\n${outputOf(error)}`,
    );
  }
}

async function moveIntoPlace(building: string, place: string): Promise<void> {
  try {
    await rename(building, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

function outputOf(error: unknown): string {
  const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
  const output = `${stdout}\n${stderr}`.trim() || message;
  return output.split("\n").slice(-LINES_OF_PIP_OUTPUT_TO_SHOW).join("\n");
}
