import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { dependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { PolicyDocument, policyStatements } from "./policy/document";
import type { Documents } from "./policy/packing";
import type { PolicyHome } from "./policy-homes";
import type { RolePolicyStatement } from "./role-policy-statement";
import { RoleStatements } from "./role-statements";
import { nameFromPath } from "../terraform/name-from-path";
import { MAX_NAME_PREFIX } from "../validation/aws-rules";

export interface RolePoliciesConfig {
  readonly roleName: string;
  /** Whether policies of other stacks belong to the same role. Then names must not collide. */
  readonly isRoleShared: boolean;
  /** Path of managed policies. */
  readonly path?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * The policies of a role for the signing jobs of one stack: an inline policy, and managed policies for statements that
 * do not fit into it. The inline policy comes last, so it is enough to wait for it.
 */
export class RolePolicies implements PolicyHome {
  public readonly statements = new RoleStatements();
  public readonly inline: IamRolePolicy;
  /** Statements of the policies that allow revoking. */
  public readonly revocationStatements: RoleStatements[] = [];

  private readonly attachments: IamRolePolicyAttachment[] = [];
  private documents?: Documents;

  constructor(
    public readonly scope: Construct,
    private readonly config: RolePoliciesConfig,
  ) {
    this.inline = this.createInline("RolePolicy", "signing-jobs", this.documentAt(0));
  }

  /**
   * Allows revoking in a separate policy: Terraform changes a policy *before* it destroys the resources that depend on
   * it, but destroys the policy after them. In the other policy, the permission would be gone when the last revocation
   * needs it.
   */
  public allowRevocation(name: string, allowed: readonly RolePolicyStatement[]): IamRolePolicy {
    const existing = this.scope.node.tryFindChild(name) as IamRolePolicy | undefined;
    if (existing) return existing;
    const statements = new RoleStatements();
    statements.addAll(allowed);
    this.revocationStatements.push(statements);
    return this.createInline(name, name, new PolicyDocument((context) => policyStatements(statements.all, context)));
  }

  /** Divides the statements among policies, and creates the necessary managed policies. */
  public divide(documents: Documents): void {
    this.documents = documents;
    for (let number = this.attachments.length + 1; number < documents.length; number++) {
      const attachment = this.createManaged(number);
      this.attachments.push(attachment);
      this.inline.dependsOn = [...(this.inline.dependsOn ?? []), dependable(attachment)];
    }
  }

  private documentAt(index: number): PolicyDocument {
    return new PolicyDocument((context) => {
      // Values of other stacks must be seen before synthesis, whichever policy contains them later.
      if (context.preparing) context.resolve([this.config.tags, this.config.path]);
      return (
        (context.preparing ? undefined : this.documents?.[index]) ?? policyStatements(this.statements.all, context)
      );
    });
  }

  private createInline(id: string, name: string, policy: PolicyDocument): IamRolePolicy {
    const { roleName, isRoleShared, provider } = this.config;
    const naming = isRoleShared ? { namePrefix: `${name}-` } : { name };
    return new IamRolePolicy(this.scope, id, { ...naming, role: roleName, policy: policy.toString(), provider });
  }

  private createManaged(number: number): IamRolePolicyAttachment {
    const { roleName, path, tags, provider } = this.config;
    const policy = new IamPolicy(this.scope, `ManagedPolicy${number}`, {
      namePrefix: `${nameFromPath(this.scope, { maxLength: MAX_NAME_PREFIX.policy - 1, separator: "-" })}-`,
      path,
      policy: this.documentAt(number).toString(),
      tags,
      provider,
      // A construct that moves keeps its policies: the prefix only helps people to recognize them.
      lifecycle: { ignoreChanges: ["name_prefix"] },
    });
    return new IamRolePolicyAttachment(this.scope, `ManagedPolicyAttachment${number}`, {
      role: roleName,
      policyArn: policy.arn,
      provider,
    });
  }
}
