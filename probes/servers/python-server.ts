import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface PythonServer {
  readonly python: string;
  /** Python code that serves at the port. */
  readonly program: string;
  readonly environment: (port: number, folder: string) => Record<string, string>;
  /** Answers with success when the server is ready. */
  readonly readyPath: string;
}

export interface RunningServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const START_MS = 60_000;

/** Ends the server when the process that started it has ended for any reason. */
const END_WITH_PARENT = `
import os, sys, threading
def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(1)
threading.Thread(target=end_with_parent, daemon=True).start()
`;

/** Starts a server that is written in Python, and waits until it answers. */
export async function startPythonServer(server: PythonServer): Promise<RunningServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "cdktf-aws-signer-server-"));
  const logFile = join(folder, "server.log");
  const log = openSync(logFile, "a");
  const { PATH, HOME, LANG } = process.env;
  const child = spawn(server.python, ["-c", `${END_WITH_PARENT}${server.program}`], {
    stdio: ["pipe", log, log],
    env: { PATH, HOME, LANG, TMPDIR: folder, PYTHONUNBUFFERED: "1", ...server.environment(port, folder) },
  });
  closeSync(log);
  const ended = new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.stdin?.destroy();
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  if (await isReady(`${url}${server.readyPath}`, ended)) return { url, stop };
  const output = await readFile(logFile, "utf8");
  await stop();
  throw new Error(`The server did not start. Its output ends:\n${output.slice(-2000)}`);
}

async function isReady(url: string, ended: Promise<void>): Promise<boolean> {
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  for (const deadline = Date.now() + START_MS; isRunning && Date.now() < deadline; await sleep(100)) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return true;
  }
  return false;
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
