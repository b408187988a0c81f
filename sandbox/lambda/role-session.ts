import type { ExecutionRoles } from "./execution-role";
import { invalidParameter } from "./lambda-error";
import { BackendClient, BackendError, rootOf } from "../backend/backend-client";
import { elementText } from "../backend/xml";
import type { CredentialBook } from "../gateway/credential-book";
import type { CallerCredentials } from "../http/aws-request";

export interface RoleSession {
  readonly credentials: CallerCredentials;
  readonly expiresAt: Date;
}

/** Assumes the roles of functions, as Lambda does before it starts their code. */
export class RoleSessions {
  constructor(
    private readonly backend: BackendClient,
    private readonly credentials: CredentialBook,
    private readonly roles: ExecutionRoles,
  ) {}

  /**
   * @param sessionName Lambda's is the function's name.
   * @throws AwsError
   */
  public async open(accountId: string, region: string, roleArn: string, sessionName: string): Promise<RoleSession> {
    await this.roles.requireAssumable(accountId, roleArn);
    const answer = await this.assumeRole(accountId, region, roleArn, sessionName);
    this.credentials.learnFrom(answer, accountId);
    const field = (name: string) => elementText(answer, name) ?? "";
    return {
      credentials: {
        accessKeyId: field("AccessKeyId"),
        secretAccessKey: field("SecretAccessKey"),
        sessionToken: field("SessionToken"),
      },
      expiresAt: new Date(field("Expiration")),
    };
  }

  private async assumeRole(accountId: string, region: string, roleArn: string, sessionName: string): Promise<string> {
    try {
      return await this.backend.query("sts", region, rootOf(accountId), {
        Action: "AssumeRole",
        Version: "2011-06-15",
        RoleArn: roleArn,
        RoleSessionName: sessionName,
      });
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      throw invalidParameter(
        `The role defined for the function cannot be assumed by Lambda. (${roleArn}: ${error.message})`,
      );
    }
  }
}
