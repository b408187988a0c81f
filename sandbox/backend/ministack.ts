import { ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const SERVE = resolve(__dirname, "serve.py");
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 3_000;
/** Saving all state takes a while. */
const STOP_TIMEOUT_WITH_STATE_MS = 30_000;
const LINES_OF_LOG_TO_SHOW = 20;

export interface MinistackOptions {
  readonly python: string;
  /** Endpoint of AWS for functions and for the backend itself: the URL of the gateway. */
  readonly endpointUrl: string;
  /** An empty folder for the backend's log and temporary files. */
  readonly folder: string;
  /** Folder in which the backend's state survives a restart. @default - nothing is kept */
  readonly stateFolder?: string;
}

/** The emulator that serves everything the sandbox does not serve itself. */
export class Ministack {
  /** @returns when the backend answers requests. */
  public static async start(options: MinistackOptions): Promise<Ministack> {
    const port = await freePort();
    const logFile = join(options.folder, "ministack.log");
    const log = openSync(logFile, "a");
    const child = spawn(options.python, [SERVE], {
      stdio: ["pipe", log, log],
      env: environment(options, port),
    });
    closeSync(log);
    const stopTimeoutMs = options.stateFolder === undefined ? STOP_TIMEOUT_MS : STOP_TIMEOUT_WITH_STATE_MS;
    const backend = new Ministack(`http://127.0.0.1:${port}`, child, logFile, stopTimeoutMs);
    try {
      await backend.untilReady();
    } catch (error) {
      await backend.stop();
      throw error;
    }
    return backend;
  }

  private failure?: Error;
  private readonly ended: Promise<void>;

  private constructor(
    public readonly url: string,
    private readonly child: ChildProcess,
    private readonly logFile: string,
    private readonly stopTimeoutMs: number,
  ) {
    this.ended = new Promise((done) => {
      child.once("exit", () => done());
      child.once("error", (error) => {
        this.failure = error;
        done();
      });
    });
  }

  public async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    const kill = setTimeout(() => this.child.kill("SIGKILL"), this.stopTimeoutMs);
    await this.ended;
    clearTimeout(kill);
    this.child.stdin?.destroy();
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    let running = true;
    void this.ended.then(() => (running = false));
    while (running && Date.now() < deadline) {
      if (await isReady(this.url)) return;
      await sleep(50);
    }
    const what = running ? `did not answer within ${START_TIMEOUT_MS / 1000} seconds` : "ended while it was starting";
    throw new Error(
      `The sandbox's backend ${what}.${this.failure ? ` ${this.failure.message}` : ""} Its log ends:\n${await this.logTail()}`,
    );
  }

  private async logTail(): Promise<string> {
    const log = await readFile(this.logFile, "utf8").catch(() => "(no log)");
    return log.trimEnd().split("\n").slice(-LINES_OF_LOG_TO_SHOW).join("\n");
  }
}

/** Only what the backend needs, and nothing of the user's AWS configuration. */
function environment(options: MinistackOptions, port: number): NodeJS.ProcessEnv {
  const { stateFolder } = options;
  const { PATH, HOME, LANG, SystemRoot } = process.env;
  return {
    PATH,
    HOME,
    LANG,
    SystemRoot,
    TMPDIR: options.folder,
    PYTHONUNBUFFERED: "1",
    AUTH: "true",
    GATEWAY_PORT: String(port),
    BIND_HOST: "127.0.0.1",
    MINISTACK_HOST: "127.0.0.1",
    AWS_ENDPOINT_URL: options.endpointUrl,
    LOG_LEVEL: "WARNING",
    ...(stateFolder && {
      PERSIST_STATE: "1",
      STATE_DIR: join(stateFolder, "backend"),
      S3_PERSIST: "1",
      S3_DATA_DIR: join(stateFolder, "s3"),
    }),
    // It would bind fixed ports for these.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    // It removes containers that look like its own when it starts. Those of another emulator on this machine do.
    DOCKER_HOST: `unix://${join(options.folder, "no-docker.sock")}`,
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_ministack/ready`);
    return response.ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? done(address.port) : failed(new Error("no port"))));
    });
  });
}
