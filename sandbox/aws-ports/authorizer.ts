import { IdentityPolicies, principalOf } from "./identity-policies";
import { decideConditions, type ConditionContext } from "./policy-conditions";
import { BackendClient, BackendError } from "../backend/backend-client";
import { elementText } from "../backend/xml";
import type { Caller } from "../http/aws-request";
import type { Authorizer } from "../signer/ports";

/**
 * Decides by asking the backend's policy simulator about the caller's role or user: first its permissions boundary,
 * then its policies.
 *
 * The simulator evaluates documents well, but leaves out the boundary and takes no condition keys (measured). Those
 * that concern Signer are decided here first. Session policies are not taken into account.
 */
export class BackendAuthorizer implements Authorizer {
  private readonly policies: IdentityPolicies;

  constructor(backend: BackendClient) {
    this.policies = new IdentityPolicies(backend);
  }

  public async isAllowed(
    caller: Caller,
    action: string,
    resourceArn: string,
    context: ConditionContext = {},
  ): Promise<boolean> {
    if (caller.policySourceArn === undefined) return true;
    const principal = principalOf(caller.policySourceArn);
    const question = { "ActionNames.member.1": action, "ResourceArns.member.1": resourceArn };
    const allowedBy = async (documents: string[]) =>
      this.simulate(principal.accountId, "SimulateCustomPolicy", { ...question, ...numbered(documents) });

    const boundary = await this.policies.boundaryOf(principal);
    if (boundary && !(await allowedBy([decideConditions(boundary, context) ?? boundary]))) return false;

    const documents = await this.policies.documentsOf(principal);
    const decided = documents.map((document) => decideConditions(document, context));
    if (decided.some((document) => document !== undefined)) {
      return allowedBy(decided.map((document, index) => document ?? documents[index]));
    }
    // With a path, the simulator does not find the principal (measured).
    const PolicySourceArn = `arn:aws:iam::${principal.accountId}:${principal.kind.toLowerCase()}/${principal.name}`;
    return this.simulate(principal.accountId, "SimulatePrincipalPolicy", { ...question, PolicySourceArn });
  }

  public async principalExists(arn: string): Promise<boolean> {
    if (!/:role\//.test(arn)) return true;
    const { accountId, name } = principalOf(arn);
    try {
      return elementText(await this.policies.iam(accountId, "GetRole", { RoleName: name }), "Arn") === arn;
    } catch (error) {
      if (error instanceof BackendError && error.code === "NoSuchEntity") return false;
      throw error;
    }
  }

  private async simulate(accountId: string, action: string, parameters: Record<string, string>): Promise<boolean> {
    return elementText(await this.policies.iam(accountId, action, parameters), "EvalDecision") === "allowed";
  }
}

function numbered(documents: readonly string[]): Record<string, string> {
  return Object.fromEntries(documents.map((document, index) => [`PolicyInputList.member.${index + 1}`, document]));
}
