import { identify, type Target } from "./target";
import { prepareExample } from "../../examples/runner/preparation";
import { SandboxClient } from "../../sandbox/client";
import { DEFAULT_ACCOUNT_ID } from "../../sandbox/terraform/sandbox-environment";
import type { Access } from "../aws/clients";

export interface LocalOptions {
  readonly account?: string;
  readonly otherAccount?: string;
  readonly region: string;
}

function accessOf(endpoint: string, region: string, accountId: string): Access {
  return { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: "test" } };
}

/** The sandbox, with everything that the probes need. */
export async function sandboxTarget(url: string, options: LocalOptions): Promise<Target> {
  const { account = DEFAULT_ACCOUNT_ID, otherAccount = neighbourOf(account), region } = options;
  const { CERTIFICATE_ARN } = await prepareExample("iot-image", url, account);
  const sandbox = new SandboxClient(url);
  const own = await identify(accessOf(url, region, account), account);
  return {
    name: "the sandbox",
    ...own,
    other: await identify(accessOf(url, region, otherAccount), otherAccount),
    certificateArn: CERTIFICATE_ARN,
    isAws: false,
    provokeThrottling: async () => {
      const match = { service: "signer", operation: "ListSigningProfiles", accountId: account };
      // As many as there may be at once, and no more: the list is needed for the removal.
      await sandbox.addFault({ match, effect: { type: "throttle" }, times: 1 });
    },
  };
}

/** Another emulator on this machine. For some, the access key is the number of the account. Others know only one account. */
export async function emulatorTarget(url: string, { account, otherAccount, region }: LocalOptions): Promise<Target> {
  const own = await identify(accessOf(url, region, account ?? DEFAULT_ACCOUNT_ID), account);
  const other =
    otherAccount === undefined ? undefined : await identify(accessOf(url, region, otherAccount), otherAccount);
  return { name: url, ...own, other, isAws: false };
}

export async function isSandbox(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_sandbox/faults`)).ok;
  } catch {
    return false;
  }
}

function neighbourOf(accountId: string): string {
  return String((BigInt(accountId) + 1n) % 1_000_000_000_000n).padStart(12, "0");
}
