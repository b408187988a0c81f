import type { Sandbox } from "../sandbox";

/** Tells the tests' processes where the sandbox of this run is. */
export const SANDBOX_URL = "CDKTF_AWS_SIGNER_SANDBOX_URL";

const KEY = Symbol.for("cdktf-aws-signer.sandbox");
type Shared = { [KEY]?: Sandbox };

/** Jest loads set-up and tear-down apart from each other; the global object is what they share. */
export function keepSandbox(sandbox: Sandbox): void {
  (globalThis as Shared)[KEY] = sandbox;
}

export function keptSandbox(): Sandbox | undefined {
  return (globalThis as Shared)[KEY];
}
