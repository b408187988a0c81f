import { BackendClient, rootOf } from "../backend/backend-client";
import { elementText, elementTexts } from "../backend/xml";

const VERSION = "2010-05-08";
const REGION = "us-east-1";

/** A role or user of the backend's IAM. */
export interface Principal {
  readonly accountId: string;
  readonly kind: "Role" | "User";
  readonly name: string;
}

/** @param arn of a role or user, with or without a path */
export function principalOf(arn: string): Principal {
  const [, accountId, kind, name] = /^arn:[^:]+:iam::(\d+):(role|user)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return { accountId, kind: kind === "user" ? "User" : "Role", name };
}

/** Reads policies from the backend's IAM, as the root of their account. */
export class IdentityPolicies {
  constructor(private readonly backend: BackendClient) {}

  public async iam(accountId: string, action: string, parameters: Record<string, string>): Promise<string> {
    return this.backend.query("iam", REGION, rootOf(accountId), { Action: action, Version: VERSION, ...parameters });
  }

  /** The document of the principal's permissions boundary. */
  public async boundaryOf({ accountId, kind, name }: Principal): Promise<string | undefined> {
    const answer = await this.iam(accountId, `Get${kind}`, { [`${kind}Name`]: name });
    const arn = elementText(answer, "PermissionsBoundaryArn");
    return arn === undefined ? undefined : this.managedDocument(accountId, arn);
  }

  /** The documents of every policy of the principal, and of a user's groups. */
  public async documentsOf(principal: Principal): Promise<string[]> {
    const { accountId, kind, name } = principal;
    const own = await this.policiesOf(accountId, kind, name);
    if (kind === "Role") return own;
    const groups = elementTexts(await this.iam(accountId, "ListGroupsForUser", { UserName: name }), "GroupName");
    const inherited = await Promise.all(groups.map(async (group) => this.policiesOf(accountId, "Group", group)));
    return [...own, ...inherited.flat()];
  }

  private async policiesOf(accountId: string, kind: string, name: string): Promise<string[]> {
    const entity = { [`${kind}Name`]: name };
    const [inline, attached] = await Promise.all([
      this.iam(accountId, `List${kind}Policies`, entity),
      this.iam(accountId, `ListAttached${kind}Policies`, entity),
    ]);
    return Promise.all([
      ...elementTexts(inline, "member").map(async (PolicyName) => {
        const answer = await this.iam(accountId, `Get${kind}Policy`, { ...entity, PolicyName });
        return decodeURIComponent(elementText(answer, "PolicyDocument") ?? "");
      }),
      ...elementTexts(attached, "PolicyArn").map(async (arn) => this.managedDocument(accountId, arn)),
    ]);
  }

  private async managedDocument(accountId: string, arn: string): Promise<string> {
    const policy = await this.iam(accountId, "GetPolicy", { PolicyArn: arn });
    const VersionId = elementText(policy, "DefaultVersionId") ?? "v1";
    const version = await this.iam(accountId, "GetPolicyVersion", { PolicyArn: arn, VersionId });
    return decodeURIComponent(elementText(version, "Document") ?? "");
  }
}
