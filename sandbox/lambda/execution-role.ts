import { invalidParameter, userError } from "./lambda-error";
import { IdentityPolicies } from "../aws-ports/identity-policies";
import { BackendClient, BackendError } from "../backend/backend-client";
import { elementText } from "../backend/xml";
import { accessDenied } from "../http/aws-error";
import type { Caller } from "../http/aws-request";
import type { Authorizer } from "../signer/ports";

const LAMBDA = "lambda.amazonaws.com";

interface TrustStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: string | { readonly Service?: string | readonly string[] };
}

/** What Lambda requires of the role of a function, and the backend does not. */
export class ExecutionRoles {
  private readonly policies: IdentityPolicies;

  constructor(
    backend: BackendClient,
    private readonly authorizer: Authorizer,
  ) {
    this.policies = new IdentityPolicies(backend);
  }

  /**
   * The caller may pass the role to Lambda, and Lambda may assume it.
   *
   * @throws AwsError
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   */
  public async requirePassable(caller: Caller, roleArn: string): Promise<void> {
    if (roleArn.split(":")[4] !== caller.accountId) {
      throw userError(403, "AccessDeniedException", `Cross-account pass role is not allowed. (${roleArn})`);
    }
    const context = { "iam:PassedToService": LAMBDA };
    if (!(await this.authorizer.isAllowed(caller, "iam:PassRole", roleArn, context))) {
      throw accessDenied(caller.arn, "iam:PassRole", roleArn);
    }
    await this.requireAssumable(caller.accountId, roleArn);
  }

  /** @throws AwsError 400 if the role does not exist, or does not trust Lambda */
  public async requireAssumable(accountId: string, roleArn: string): Promise<void> {
    const trust = await this.trustPolicyOf(accountId, roleArn);
    const statements =
      trust === undefined ? [] : [(JSON.parse(trust) as { Statement: TrustStatement }).Statement].flat();
    if (statements.some(trustsLambda)) return;
    const why = trust === undefined ? "does not exist" : `does not let ${LAMBDA} assume it`;
    throw invalidParameter(`The role defined for the function cannot be assumed by Lambda. (${roleArn} ${why}.)`);
  }

  private async trustPolicyOf(accountId: string, roleArn: string): Promise<string | undefined> {
    try {
      const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
      const answer = await this.policies.iam(accountId, "GetRole", { RoleName });
      if (elementText(answer, "Arn") !== roleArn) return undefined;
      return decodeURIComponent(elementText(answer, "AssumeRolePolicyDocument") ?? "");
    } catch (error) {
      if (error instanceof BackendError && error.code === "NoSuchEntity") return undefined;
      throw error;
    }
  }
}

function trustsLambda({ Effect, Action, Principal }: TrustStatement): boolean {
  const services = typeof Principal === "string" ? [Principal] : [Principal.Service ?? []].flat();
  const actions = [Action].flat();
  return (
    Effect === "Allow" &&
    actions.some((action) => ["sts:assumerole", "sts:*", "*"].includes(action.toLowerCase())) &&
    services.some((service) => service === LAMBDA || service === "*")
  );
}
