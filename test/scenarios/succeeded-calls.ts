import type { SandboxClient } from "../../sandbox/client";

/** The successful calls of some operations, in order, with their subjects. */
export async function succeededCalls(
  sandbox: SandboxClient,
  accountId: string,
  operations: readonly string[],
): Promise<string[]> {
  const calls = await sandbox.calls({ accountId });
  return calls
    .filter(({ operation = "", status = 0 }) => operations.includes(operation) && status >= 200 && status < 300)
    .map(({ operation, jobId, functionName }) => `${operation} ${jobId ?? functionName}`);
}
