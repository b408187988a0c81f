import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { answered, exited, exitReason, timedOut, type Invocation, type InvocationResult } from "./invocation";
import { RuntimeApi } from "./runtime-api";

const NATIVE_CLIENT = resolve(__dirname, "native-client.cjs");
/** The copy that the package brings along; run from source, there is none. */
const PACKED_RUNTIME_CLIENT = resolve(__dirname, "aws-lambda-ric", "index.mjs");
/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_TIMEOUT_SECONDS = 10;

export interface EnvironmentSettings {
  /** The unpacked deployment package. */
  readonly taskRoot: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memorySizeMb: number;
  /** Is given each line that the function writes. */
  readonly output: (line: string) => void;
}

/**
 * A process that runs a function's code, one invocation at a time, with AWS's own runtime client. Its Node is the one
 * that runs the sandbox, whichever `nodejs` runtime the function declares.
 */
export class ExecutionEnvironment {
  public static async start(settings: EnvironmentSettings): Promise<ExecutionEnvironment> {
    const api = await RuntimeApi.open();
    // Lambda gives the heap nine tenths of the function's memory.
    const heapMb = Math.floor(settings.memorySizeMb * 0.9);
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${heapMb}`, "--require", NATIVE_CLIENT, runtimeClient()],
      {
        cwd: settings.taskRoot,
        env: { ...settings.variables, AWS_LAMBDA_RUNTIME_API: api.address },
        stdio: ["ignore", "pipe", "pipe", "pipe"],
        // A process group of its own, so that what the function starts can be ended with it.
        detached: true,
      },
    );
    for (const stream of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: stream }).on("line", settings.output);
    }
    return new ExecutionEnvironment(child, api);
  }

  private readonly exit: Promise<string>;
  private hasExited = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly api: RuntimeApi,
  ) {
    this.exit = new Promise((done) => {
      child.once("error", (error) => done(`Runtime could not be started: ${error.message}`));
      child.once("exit", (code, signal) => done(exitReason(code, signal)));
    });
    void this.exit.then(() => {
      this.hasExited = true;
      api.close();
    });
  }

  public get usable(): boolean {
    return !this.hasExited;
  }

  /** Not to be called again before it has settled. */
  public async invoke(invocation: Invocation): Promise<InvocationResult> {
    const { requestId, timeoutSeconds, killAfterSeconds } = invocation;
    const timers: NodeJS.Timeout[] = [];
    const after = (seconds: number, act: () => void) => void timers.push(setTimeout(act, seconds * 1000));
    let takenAt = Date.now();

    const result = await new Promise<Omit<InvocationResult, "durationMs">>((end) => {
      after(INIT_TIMEOUT_SECONDS, () => end(timedOut(requestId, INIT_TIMEOUT_SECONDS)));
      const taken = () => {
        clearTimeout(timers.pop());
        takenAt = Date.now();
        after(timeoutSeconds, () => end(timedOut(requestId, timeoutSeconds)));
        if (killAfterSeconds !== undefined) after(killAfterSeconds, () => this.kill());
        return takenAt + timeoutSeconds * 1000;
      };
      void this.api.invoke({ ...invocation, taken }).then(({ payload, failed }) => end(answered(payload, failed)));
      void this.exit.then((reason) => end(exited(requestId, reason)));
    });

    timers.forEach(clearTimeout);
    const durationMs = Date.now() - takenAt;
    if (result.remark) await this.end();
    // What the function wrote before it answered is read by now, but not yet handed on.
    await nextTurn();
    return { ...result, durationMs };
  }

  /** Ends the process and everything it started. */
  public async end(): Promise<void> {
    this.kill();
    await this.exit;
  }

  private kill(): void {
    if (this.hasExited || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {
      this.child.kill("SIGKILL");
    }
  }
}

function runtimeClient(): string {
  return existsSync(PACKED_RUNTIME_CLIENT) ? PACKED_RUNTIME_CLIENT : require.resolve("aws-lambda-ric");
}
