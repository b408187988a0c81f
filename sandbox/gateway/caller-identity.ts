import { isRootKey } from "./credential-book";
import { BackendClient, BackendError, rootOf } from "../backend/backend-client";
import { elementText } from "../backend/xml";
import { AwsError } from "../http/aws-error";
import type { Caller, CallerCredentials } from "../http/aws-request";

const GLOBAL_REGION = "us-east-1";

/** The owner of credentials, according to the backend's STS and IAM. */
export class CallerIdentity {
  /** Sessions only: their identity never changes, where a user's access key may be deleted. */
  private readonly sessions = new Map<string, Caller>();

  constructor(private readonly backend: BackendClient) {}

  /** @throws AwsError if the credentials are unknown, expired or deactivated */
  public async of(credentials: CallerCredentials): Promise<Caller> {
    if (isRootKey(credentials.accessKeyId)) return rootCaller(credentials);
    const session = credentials.sessionToken && `${credentials.accessKeyId} ${credentials.sessionToken}`;
    const known = session ? this.sessions.get(session) : undefined;
    if (known) return known;
    const caller = await this.ask(credentials);
    if (session) this.sessions.set(session, caller);
    return caller;
  }

  public forgetAll(): void {
    this.sessions.clear();
  }

  private async ask(credentials: CallerCredentials): Promise<Caller> {
    const identity = await this.getCallerIdentity(credentials);
    const arn = elementText(identity, "Arn") ?? "";
    const accountId = elementText(identity, "Account") ?? arn.split(":")[4];
    return { accountId, arn, policySourceArn: await this.policySourceOf(arn, accountId), credentials };
  }

  private async getCallerIdentity(credentials: CallerCredentials): Promise<string> {
    try {
      return await this.backend.query("sts", GLOBAL_REGION, credentials, {
        Action: "GetCallerIdentity",
        Version: "2011-06-15",
      });
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      const code = /^ExpiredToken/.test(error.code) ? "ExpiredTokenException" : "UnrecognizedClientException";
      throw new AwsError(403, code, error.message);
    }
  }

  private async policySourceOf(arn: string, accountId: string): Promise<string> {
    if (/:user\//.test(arn)) return arn;
    const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
    if (!role) {
      throw new AwsError(
        403,
        "AccessDeniedException",
        `The sandbox's own services accept IAM users, role sessions and the root of an account, not ${arn}.`,
      );
    }
    const answer = await this.backend.query("iam", GLOBAL_REGION, rootOf(accountId), {
      Action: "GetRole",
      Version: "2010-05-08",
      RoleName: role,
    });
    return elementText(answer, "Arn") ?? `arn:aws:iam::${accountId}:role/${role}`;
  }
}

function rootCaller(credentials: CallerCredentials): Caller {
  const accountId = credentials.accessKeyId;
  return { accountId, arn: `arn:aws:iam::${accountId}:root`, credentials };
}
