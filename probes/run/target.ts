import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { Clients, type Access } from "../aws/clients";

/** An account at a server that can be asked. */
export interface Target {
  /** Such as "AWS", for people. */
  readonly name: string;
  readonly accountId: string;
  readonly partition: string;
  readonly clients: Clients;
  readonly other?: OtherAccount;
  /** ACM certificate with an elliptic-curve key. */
  readonly certificateArn?: string;
  /** Whether waiting has to be real, and requests one after the other. */
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
 * Clients for an account, once the server has said that they are for that account and no other.
 *
 * @param expectedAccountId may be left out for a server on this machine alone
 * @throws Error if they are for another one
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
