import { IamPolicy, IamPolicyConfig } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import {
  IamRolePolicyAttachment,
  IamRolePolicyAttachmentConfig,
} from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { dependable, IResolveContext, Lazy, propertyAccess, TerraformCount, TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Optional } from "../terraform/depends-on";
import { HclExpression } from "../terraform/hcl";
import { nameFromPath } from "../terraform/name-from-path";
import { PolicyDocument, policyJson } from "./policy/document";
import type { PolicyStatement } from "./policy/packing";
import type { RolePolicyStatement } from "./role-policy-statement";
import { Rights, RoleRights } from "./role-rights";

export interface RolePoliciesConfig {
  readonly roleName: string;
  /** Whether other stacks make policies of the same role, so that names must not collide. */
  readonly isRoleShared: boolean;
  /** Path of managed policies. */
  readonly path?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/** What the provider adds to a `name_prefix` of a policy makes it 128 characters at most. */
const MAX_POLICY_NAME_PREFIX = 102;

/**
 * The policies of a role for the constructs of one scope: an inline policy, and managed ones when that gets too large. The inline
 * policy comes last, so that it is enough to wait for it.
 */
export class RolePolicies {
  public readonly inline: IamRolePolicy;
  public readonly rights: Rights;

  constructor(
    private readonly scope: Construct,
    private readonly roleRights: RoleRights,
    private readonly config: RolePoliciesConfig,
  ) {
    this.rights = roleRights.add(scope);
    this.inline = this.createInline(
      "RolePolicy",
      "signing-jobs",
      new PolicyDocument((context) => this.inlineStatements(context)),
    );
    const attachments = this.createManaged();
    this.inline.dependsOn = Lazy.listValue({
      produce: () => (this.managed.length > 0 ? [dependable(attachments)] : undefined),
    });
  }

  /**
   * A policy apart from the others, because Terraform changes a policy *before* it destroys what depends on it, but destroys it
   * after: as part of another policy, a right would be gone when the last destruction needs it.
   */
  public separate(name: string, statements: readonly RolePolicyStatement[]): IamRolePolicy {
    const existing = this.scope.node.tryFindChild(name) as IamRolePolicy | undefined;
    if (existing) return existing;
    const rights = this.roleRights.addSeparate(this.scope);
    statements.forEach((statement) => rights.allow(statement));
    return this.createInline(name, name, new PolicyDocument((context) => rights.statements(context)));
  }

  private get managed(): readonly PolicyStatement[][] {
    return this.roleRights.planFor(this.rights)?.documents.slice(1) ?? [];
  }

  private inlineStatements(context: IResolveContext): readonly PolicyStatement[] {
    if (context.preparing) {
      // All references to other stacks have to be seen here, in whatever policy they end up.
      this.roleRights.forgetPlans();
      return this.rights.statements(context);
    }
    return this.roleRights.planFor(this.rights)?.documents[0] ?? this.rights.statements(context);
  }

  private createInline(id: string, name: string, policy: PolicyDocument): IamRolePolicy {
    const { roleName, isRoleShared, provider } = this.config;
    const naming = isRoleShared ? { namePrefix: `${name}-` } : { name };
    return new IamRolePolicy(this.scope, id, { ...naming, role: roleName, policy: policy.toString(), provider });
  }

  private createManaged(): IamRolePolicyAttachment {
    const { scope, config } = this;
    const count = TerraformCount.of(Lazy.numberValue({ produce: () => this.managed.length }));
    const isNeeded = (): boolean => this.managed.length > 0;
    const policies = new OptionalPolicy(
      scope,
      "ManagedPolicy",
      {
        namePrefix: `${nameFromPath(scope, { maxLength: MAX_POLICY_NAME_PREFIX - 1, separator: "-" })}-`,
        path: config.path,
        policy: new CountedDocuments(() => this.managed).toString(),
        tags: config.tags,
        provider: config.provider,
        count,
        // A construct that moves keeps its policies: the prefix is there for people.
        lifecycle: { ignoreChanges: ["name_prefix"] },
      },
      isNeeded,
    );
    return new OptionalAttachment(
      scope,
      "ManagedPolicyAttachment",
      {
        role: config.roleName,
        policyArn: Token.asString(propertyAccess(policies.fqn, [count.index, "arn"])),
        provider: config.provider,
        count,
      },
      isNeeded,
    );
  }
}

/** The document of each policy of a resource with `count`. */
class CountedDocuments extends HclExpression {
  constructor(private readonly documents: () => readonly PolicyStatement[][]) {
    super();
  }

  protected render(): string {
    return `element([${this.documents().map(policyJson).join(", ")}], count.index)`;
  }
}

/** Whether there is too much for the inline policy is known only at synthesis, when no resource can be added any more. */
class OptionalPolicy extends IamPolicy implements Optional {
  constructor(
    scope: Construct,
    id: string,
    config: IamPolicyConfig,
    private readonly isNeeded: () => boolean,
  ) {
    super(scope, id, config);
  }

  public get isDeclared(): boolean {
    return this.isNeeded();
  }

  public toTerraform(): unknown {
    return this.isDeclared ? super.toTerraform() : {};
  }

  public toHclTerraform(): unknown {
    return this.isDeclared ? super.toHclTerraform() : {};
  }
}

class OptionalAttachment extends IamRolePolicyAttachment implements Optional {
  constructor(
    scope: Construct,
    id: string,
    config: IamRolePolicyAttachmentConfig,
    private readonly isNeeded: () => boolean,
  ) {
    super(scope, id, config);
  }

  public get isDeclared(): boolean {
    return this.isNeeded();
  }

  public toTerraform(): unknown {
    return this.isDeclared ? super.toTerraform() : {};
  }

  public toHclTerraform(): unknown {
    return this.isDeclared ? super.toHclTerraform() : {};
  }
}
