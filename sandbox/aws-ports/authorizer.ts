import { BackendClient, BackendError, rootOf } from "../backend/backend-client";
import { elementText } from "../backend/xml";
import type { Caller } from "../http/aws-request";
import type { Authorizer } from "../signer/ports";

const IAM = { service: "iam", region: "us-east-1", version: "2010-05-08" };

/** Decides by asking the backend to simulate the policies of the caller's role or user. */
export class BackendAuthorizer implements Authorizer {
  constructor(private readonly backend: BackendClient) {}

  public async isAllowed(caller: Caller, action: string, resourceArn: string): Promise<boolean> {
    if (caller.policySourceArn === undefined) return true;
    const answer = await this.iam(caller.accountId, {
      Action: "SimulatePrincipalPolicy",
      PolicySourceArn: withoutPath(caller.policySourceArn),
      "ActionNames.member.1": action,
      "ResourceArns.member.1": resourceArn,
    });
    return elementText(answer, "EvalDecision") === "allowed";
  }

  public async principalExists(principal: string): Promise<boolean> {
    const role = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(principal);
    if (!role) return true;
    const [, accountId, name] = role;
    try {
      return elementText(await this.iam(accountId, { Action: "GetRole", RoleName: name }), "Arn") === principal;
    } catch (error) {
      if (error instanceof BackendError && error.code === "NoSuchEntity") return false;
      throw error;
    }
  }

  private async iam(accountId: string, parameters: Record<string, string>): Promise<string> {
    return this.backend.query(IAM.service, IAM.region, rootOf(accountId), {
      Version: IAM.version,
      ...parameters,
    });
  }
}

/** The backend finds a role or user by what follows its kind, which must then be the name alone (measured). */
function withoutPath(arn: string): string {
  return arn.replace(/^(arn:[^:]+:iam::\d+:(?:role|user))\/.*\/([^/]+)$/, "$1/$2");
}
