import type { Sandbox } from "../sandbox";

/** Passes the URL of this run's sandbox to the processes of the tests. */
export const SANDBOX_URL = "CDKTF_AWS_SIGNER_SANDBOX_URL";

const KEY = Symbol.for("cdktf-aws-signer.sandbox");
type Shared = { [KEY]?: Sandbox };

/** Jest loads set-up and tear-down separately. They share only the global object. */
export function keepSandbox(sandbox: Sandbox): void {
  (globalThis as Shared)[KEY] = sandbox;
}

export function keptSandbox(): Sandbox | undefined {
  return (globalThis as Shared)[KEY];
}
