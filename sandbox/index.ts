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
  /** Address that the sandbox listens on. Whoever reaches it has every account. @default "127.0.0.1" */
  readonly host?: string;
  /** An AWS emulator that already runs, to stand behind the gateway. @default - a backend of the sandbox's own */
  readonly backendUrl?: string;
  /** How long a signing job takes that no fault concerns. @default 1.5 */
  readonly jobSeconds?: number;
  /** Folder in which the state survives a restart. It is written when the sandbox is stopped. @default - nothing is kept */
  readonly persist?: string;
  /** Is told of each call to AWS, once it is answered. @default - nobody */
  readonly onCall?: (call: RecordedCall) => void;
  /** Is told what takes the time while the sandbox starts. @default - nobody */
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
 * Starts a sandbox. It ends with this process, however that ends.
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
    throw new Error(`Nothing answers at ${backendUrl}, which was to be the sandbox's backend. Start it first.`);
  }
}
