import type { SandboxClient } from "../../sandbox/client";

/** What succeeded of some operations, in order, and on what. */
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
