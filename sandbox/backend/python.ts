import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const OLDEST_MINOR_VERSION = 10;

/** The backend cannot run on this machine, because Python or a requirement is missing. The message says what to do. */
export class BackendUnavailableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BackendUnavailableError";
  }
}

export interface Python {
  readonly command: string;
  /** Such as `3.11`. */
  readonly version: string;
}

/**
 * The first Python on `PATH` that is new enough.
 *
 * @throws BackendUnavailableError that says what to install.
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const tooOld: Python[] = [];
  for (const command of ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10"]) {
    const version = await versionOf(command, env);
    if (version === undefined) continue;
    const [major, minor] = version.split(".").map(Number);
    if (major === 3 && minor >= OLDEST_MINOR_VERSION) return { command, version };
    tooOld.push({ command, version });
  }
  const found = tooOld.map((python) => `${python.command} is ${python.version}`).join(", ");
  throw new BackendUnavailableError(
    `The sandbox needs Python 3.${OLDEST_MINOR_VERSION} or newer (${found || "there is none on PATH"}). ` +
      "Install it, for example with `apt-get install python3 python3-venv` or `brew install python`, " +
      "or pass --backend with the URL of an AWS emulator that already runs.",
  );
}

async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], { env });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
