import { randomInt } from "node:crypto";
import { SANDBOX_URL } from "./shared-sandbox";
import { SandboxClient } from "../sandbox/client";

/** A suite of tests that need the sandbox of this run. Skipped, visibly, on a machine that cannot run it. */
export function describeWithSandbox(name: string, tests: (sandbox: SandboxClient) => void): void {
  const url = process.env[SANDBOX_URL];
  if (url) describe(name, () => tests(new SandboxClient(url)));
  else describe.skip(`${name} (needs the sandbox)`, () => tests(new SandboxClient("")));
}

/** The id of an AWS account that no other test uses. */
export function freshAccountId(): string {
  return String(randomInt(1e11, 1e12 - 1)).padStart(12, "9");
}

/** Settings of an AWS SDK client for the sandbox. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Settings of SDK clients that act as the root of an account. */
export function asRootOf(accountId: string, sandbox: SandboxClient, region = "us-east-1"): ClientSettings {
  return { endpoint: sandbox.url, region, credentials: { accessKeyId: accountId, secretAccessKey: "test" } };
}
