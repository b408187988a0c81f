import type { RecordedCall } from "../../sandbox/client";

/** Seconds from the start of a job to its result, by the key of its source. */
export type JobTimes = ReadonlyMap<string, number>;

/**
 * The time that the native resource waited for its jobs: from its StartSigningJob to the answer of its last
 * DescribeSigningJob.
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
 * The time that the function ran for its jobs, as Lambda reports it: the duration that AWS bills.
 *
 * @param log the function's log; if a key has several jobs, the last one counts
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

/** A line that Lambda itself logs, or the handler: `source` is the source of a job that it started. */
interface LogLine {
  readonly requestId?: string;
  readonly message?: { readonly event: string; readonly source?: { readonly key: string } };
  readonly type?: string;
  readonly record?: { readonly requestId: string; readonly metrics?: { readonly durationMs: number } };
}
