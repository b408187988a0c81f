import { BackendUnavailableError, startSandbox } from "../sandbox";
import { keepSandbox, SANDBOX_URL } from "./shared-sandbox";

/** Starts one sandbox for the whole run. Each test uses separate AWS accounts in it. */
export default async function globalSetup(): Promise<void> {
  try {
    const sandbox = await startSandbox({ log: (line) => console.error(line) });
    keepSandbox(sandbox);
    process.env[SANDBOX_URL] = sandbox.url;
  } catch (error) {
    if (!(error instanceof BackendUnavailableError) || process.env.CI) throw error;
    process.stderr.write(`\nTESTS THAT NEED THE SANDBOX ARE SKIPPED.\n${error.message}\n\n`);
  }
}
