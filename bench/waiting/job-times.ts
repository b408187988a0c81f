import type { RecordedCall } from "../../sandbox/client";

/** Seconds from the start of a job to its result, by the key of its source. */
export type JobTimes = ReadonlyMap<string, number>;

/**
 * What the native resource waited for its jobs: from its StartSigningJob to the answer of its last DescribeSigningJob.
 *
 * @param calls all calls to AWS Signer during one apply
 */
export function nativeJobTimes(calls: readonly RecordedCall[]): JobTimes {
  const times = new Map<string, number>();
  for (const start of calls) {
    if (start.operation !== "StartSigningJob" || start.principalArn?.endsWith(":root") !== true) continue;
    const ends = calls
      .filter(({ operation, jobId }) => operation === "DescribeSigningJob" && jobId === start.jobId)
      .map(({ time, durationMs }) => Date.parse(time) + durationMs);
    times.set(String(start.key), (Math.max(...ends) - Date.parse(start.time)) / 1000);
  }
  return times;
}

/**
 * How long the function ran for its jobs, in Lambda's own words: the duration that AWS bills.
 *
 * @param log the function's log; of several jobs for one key the last counts
 */
export function functionJobTimes(log: readonly string[]): JobTimes {
  const lines = log.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as LogLine);
  const keys = new Map<string, string>();
  for (const { requestId, message } of lines) {
    if (requestId !== undefined && message?.event === "started") keys.set(requestId, String(message.source?.key));
  }
  const times = new Map<string, number>();
  for (const { type, record } of lines) {
    const key = keys.get(record?.requestId ?? "");
    if (type === "platform.report" && record?.metrics && key !== undefined) {
      times.set(key, record.metrics.durationMs / 1000);
    }
  }
  return times;
}

/** What Lambda itself logs, or the handler: `source` is that of a job which it has started. */
interface LogLine {
  readonly requestId?: string;
  readonly message?: { readonly event: string; readonly source?: { readonly key: string } };
  readonly type?: string;
  readonly record?: { readonly requestId: string; readonly metrics?: { readonly durationMs: number } };
}
