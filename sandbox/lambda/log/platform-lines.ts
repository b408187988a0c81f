import type { InvocationResult } from "../runtime/invocation";

export interface PlatformLines {
  start(requestId: string, version: string): string[];
  end(requestId: string, result: InvocationResult, memorySizeMb: number): string[];
}

/**
 * What Lambda itself writes to a function's log.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function platformLines(format: string | undefined): PlatformLines {
  return format === "JSON" ? JSON_LINES : TEXT_LINES;
}

const TEXT_LINES: PlatformLines = {
  start: (requestId, version) => [`START RequestId: ${requestId} Version: ${version}`],
  end: (requestId, result, memorySizeMb) => [
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${result.durationMs.toFixed(2)} ms\tMemory Size: ${memorySizeMb} MB`,
    ...(result.remark ? [result.remark] : []),
  ],
};

const JSON_LINES: PlatformLines = {
  start: (requestId, version) => [event("platform.start", { requestId, version })],
  end: (requestId, result, memorySizeMB) => [
    event("platform.report", {
      requestId,
      metrics: { durationMs: result.durationMs, memorySizeMB },
      status: result.functionError ? "failure" : "success",
      ...(result.remark && { errorMessage: result.remark }),
    }),
  ],
};

function event(type: string, record: object): string {
  return JSON.stringify({ time: new Date().toISOString(), type, record });
}
