import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { Clients, type Access } from "../aws/clients";

/** An account on a server that the probes ask. */
export interface Target {
  /** Name in messages, such as "AWS". */
  readonly name: string;
  readonly accountId: string;
  readonly partition: string;
  readonly clients: Clients;
  readonly other?: OtherAccount;
  /** ACM certificate with an elliptic-curve key. */
  readonly certificateArn?: string;
  /** Whether waiting takes real time, and requests are made one after the other. */
  readonly isAws: boolean;
  /** Makes the server throttle ListSigningProfiles, if it does not throttle by itself. */
  readonly provokeThrottling?: () => Promise<void>;
}

export interface OtherAccount {
  readonly accountId: string;
  readonly clients: Clients;
}

export interface Identity {
  readonly accountId: string;
  readonly partition: string;
  readonly clients: Clients;
}

/**
 * Clients for an account, after the server has confirmed that they belong to that account.
 *
 * @param expectedAccountId may be omitted only for a server on this machine
 * @throws Error if they belong to another account
 */
export async function identify(access: Access, expectedAccountId: string | undefined): Promise<Identity> {
  const clients = new Clients(access);
  const { Account: accountId = "", Arn = "" } = await clients.sts.send(new GetCallerIdentityCommand({}));
  if (accountId === "" || accountId !== (expectedAccountId ?? accountId)) {
    clients.destroy();
    throw new Error(
      `The credentials belong to account ${accountId} (${Arn}), and account ${expectedAccountId} was named. Nothing was done. ` +
        "Use the credentials of the account that you mean, or name the other one.",
    );
  }
  return { accountId, partition: Arn.split(":")[1] ?? "aws", clients };
}
