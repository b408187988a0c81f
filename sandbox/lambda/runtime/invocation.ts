export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: Buffer;
  readonly timeoutSeconds: number;
  /** Kill the process so long after it got the event. */
  readonly killAfterSeconds?: number;
}

export interface InvocationResult {
  readonly payload: Buffer;
  /** Every failure of a function is `Unhandled` since runtimes stopped telling handled errors apart. */
  readonly functionError?: "Unhandled";
  readonly durationMs: number;
  /** What the function log says of an invocation that ended without an answer. */
  readonly remark?: string;
}

type Ending = Omit<InvocationResult, "durationMs">;

export function answered(payload: Buffer, failed: boolean): Ending {
  return failed ? { payload, functionError: "Unhandled" } : { payload };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html#troubleshooting-timeouts */
export function timedOut(requestId: string, seconds: number): Ending {
  const what = `Task timed out after ${seconds.toFixed(2)} seconds`;
  return {
    ...failure("Sandbox.Timedout", `RequestId: ${requestId} Error: ${what}`),
    remark: `${new Date().toISOString()} ${requestId} ${what}`,
  };
}

/** @param reason such as `Runtime exited with error: signal: killed` */
export function exited(requestId: string, reason: string): Ending {
  const message = `RequestId: ${requestId} Error: ${reason}`;
  return { ...failure("Runtime.ExitError", message), remark: message };
}

/** How Lambda words the end of a process. */
export function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal.slice(3).toLowerCase()}`;
  return code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
}

const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: "killed",
  SIGTERM: "terminated",
  SIGABRT: "aborted",
  SIGSEGV: "segmentation fault",
};

function failure(errorType: string, errorMessage: string): Ending {
  return { payload: Buffer.from(JSON.stringify({ errorType, errorMessage })), functionError: "Unhandled" };
}
