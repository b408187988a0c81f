import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { findPython, BackendUnavailableError } from "./python";

const run = promisify(execFile);
const REQUIREMENTS = resolve(__dirname, "requirements.txt");
const LINES_OF_PIP_OUTPUT_TO_SHOW = 15;

/**
 * Creates the virtual environment that the backend runs in, or finds the one created earlier from the same
 * requirements.
 *
 * An environment is never moved, because its scripts contain its path. A separate file names the complete one: a build
 * that was interrupted is never mistaken for a whole one, and of two processes that build at once the first one wins.
 *
 * @param folder where environments are kept
 * @param report called with the reason of a longer wait
 * @param env environment of the commands, with pip's settings
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
  const name = `backend-${fingerprint}`;
  const complete = await completeEnvironment(folder, name);
  if (complete) return pythonIn(complete);

  report("Installing the sandbox's backend (once; about 10 seconds) ...");
  await mkdir(folder, { recursive: true });
  const building = `${name}-${randomUUID().slice(0, 8)}`;
  const place = resolve(folder, building);
  try {
    await createEnvironment(python.command, place);
    await installRequirements(pythonIn(place), env);
    await nameComplete(folder, name, building);
  } finally {
    if ((await completeEnvironment(folder, name)) !== place) await rm(place, { recursive: true, force: true });
  }
  return pythonIn((await completeEnvironment(folder, name)) ?? place);
}

/** The environment that the file `name` names, if it still exists. */
async function completeEnvironment(folder: string, name: string): Promise<string | undefined> {
  const named = await readFile(resolve(folder, `${name}.complete`), "utf8").catch(() => undefined);
  const place = named && resolve(folder, named.trim());
  return place && existsSync(place) ? place : undefined;
}

/** Names an environment as the complete one, unless there is one already. */
async function nameComplete(folder: string, name: string, environment: string): Promise<void> {
  const file = resolve(folder, `${name}.complete`);
  if ((await completeEnvironment(folder, name)) === undefined) await rm(file, { force: true });
  const written = resolve(folder, `${environment}.name`);
  await writeFile(written, environment);
  try {
    // A link appears with its whole content, and only if no such file exists.
    await link(written, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    await rm(written, { force: true });
  }
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

function outputOf(error: unknown): string {
  const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
  const output = `${stdout}\n${stderr}`.trim() || message;
  return output.split("\n").slice(-LINES_OF_PIP_OUTPUT_TO_SHOW).join("\n");
}
