import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble, type Assembly } from "./assemble";
import { cacheFolder } from "./backend/cache-folder";
import { Ministack } from "./backend/ministack";
import { preparePythonEnvironment } from "./backend/python-environment";
import type { RecordedCall } from "./calls/recorded-call";
import { Gateway } from "./gateway/gateway";
import { StateFile } from "./persistence/state-file";

export { BackendUnavailableError } from "./backend/python";
export * from "./client";
export { sandboxEnvironment } from "./terraform/sandbox-environment";

export interface SandboxOptions {
  /** Port of the gateway on 127.0.0.1. @default - any free one */
  readonly port?: number;
  /** Address that the sandbox listens on. Anyone who can reach it is root of every account. @default "127.0.0.1" */
  readonly host?: string;
  /** A running AWS emulator behind the gateway. @default - the sandbox starts its own */
  readonly backendUrl?: string;
  /** Duration of a signing job without a matching fault. @default 1.5 */
  readonly jobSeconds?: number;
  /** Folder in which the state survives a restart, written when the sandbox stops. @default - nothing is kept */
  readonly persist?: string;
  /** Called after each answered call to AWS. */
  readonly onCall?: (call: RecordedCall) => void;
  /** Called with each step while the sandbox starts. */
  readonly log?: (line: string) => void;
}

/** AWS on loopback, as far as signing code needs it. */
export interface Sandbox {
  /** The endpoint of every AWS service (`AWS_ENDPOINT_URL`). */
  readonly url: string;
  /** Ends the sandbox and every process that it started. */
  stop(): Promise<void>;
}

const DEFAULT_JOB_SECONDS = 1.5;

/**
 * Starts a sandbox. It ends when this process ends for any reason.
 *
 * @throws BackendUnavailableError if the backend cannot be run on this machine
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, jobSeconds = DEFAULT_JOB_SECONDS, log = () => undefined } = options;
  const folder = await mkdtemp(join(tmpdir(), "aws-signer-sandbox-"));
  const gateway = new Gateway();
  let backend: Ministack | undefined;
  let assembly: Assembly | undefined;
  const stop = async () => {
    await gateway.close();
    await assembly?.close();
    await backend?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = await gateway.listen(port, options.host);
    const stateFile = options.persist === undefined ? undefined : new StateFile(options.persist);
    if (options.backendUrl === undefined) {
      const python = await preparePythonEnvironment(cacheFolder(), log);
      log("Starting the sandbox's backend ...");
      backend = await Ministack.start({ python, endpointUrl: url, folder, stateFolder: options.persist });
    }
    const backendUrl = backend?.url ?? (await requireAnswer(options.backendUrl ?? ""));
    assembly = assemble({ endpointUrl: url, backendUrl, folder, jobSeconds, log, onCall: options.onCall, stateFile });
    gateway.use(assembly.parts);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function requireAnswer(backendUrl: string): Promise<string> {
  try {
    await fetch(backendUrl);
    return backendUrl;
  } catch {
    throw new Error(`No server answers at ${backendUrl}, the URL of the backend. Start that emulator first.`);
  }
}
