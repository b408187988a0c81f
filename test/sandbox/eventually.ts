import { setTimeout as sleep } from "node:timers/promises";

/** Waits for a background event, and fails after 5 seconds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`it did not come true within 5 seconds: ${condition.toString()}`);
    await sleep(50);
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
