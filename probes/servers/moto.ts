import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { startPythonServer, type RunningServer } from "./python-server";
import { cacheFolder } from "../../sandbox/backend/cache-folder";
import { findPython } from "../../sandbox/backend/python";

const run = promisify(execFile);
const REQUIREMENTS = resolve(__dirname, "moto-requirements.txt");

const PROGRAM = `
from moto.server import main
main(["-H", "127.0.0.1", "-p", os.environ["PORT"]])
`;

/** moto could not be installed. Nothing else needs it, so its test can be skipped. */
export class MotoUnavailable extends Error {
  constructor(cause: unknown) {
    super(
      `moto could not be installed from ${REQUIREMENTS}: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
    this.name = "MotoUnavailable";
  }
}

/** @throws MotoUnavailable */
export async function startMoto(log: (line: string) => void): Promise<RunningServer> {
  return startPythonServer({
    python: await installMoto(log),
    program: PROGRAM,
    readyPath: "/moto-api/data.json",
    environment: (port) => ({ PORT: String(port) }),
  });
}

async function installMoto(log: (line: string) => void): Promise<string> {
  const fingerprint = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cacheFolder(), `moto-${fingerprint}`);
  const python = join(folder, "bin", "python");
  const complete = join(folder, "complete");
  if (existsSync(complete)) return python;
  log("Installing moto (once; half a minute) ...");
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await run((await findPython()).command, ["-m", "venv", folder]);
    const pip = ["-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"];
    await run(python, [...pip, "--requirement", REQUIREMENTS], { maxBuffer: 16 * 1024 * 1024 });
    await writeFile(complete, "");
    return python;
  } catch (error) {
    throw new MotoUnavailable(error);
  }
}
