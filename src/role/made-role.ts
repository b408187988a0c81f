import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Aspects, ITerraformDependable, TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { FunctionRole, RoleUser, SourceLocation } from "./function-role";
import { noRoom, warnOfUnfitText } from "./policy/messages";
import { ROLE_QUOTA } from "./policy/packing";
import { PolicyHomes } from "./policy-homes";
import { RolePolicies } from "./role-policies";
import type { RolePolicyStatement } from "./role-policy-statement";
import { revocationStatements } from "./signing-job-statements";
import { plainText, plainTexts } from "../terraform/hcl";
import { nameFromPath } from "../terraform/name-from-path";
import { isToken } from "../terraform/tokens";
import { MAX_NAME_PREFIX } from "../validation/aws-rules";

export interface MadeRoleProps {
  readonly roleName?: string;
  readonly rolePath?: string;
  readonly permissionsBoundaryArn?: string;
  readonly tags?: { [key: string]: string };
  readonly provider?: TerraformProvider;
}

/** A role that is created for the function, with policies in each stack whose signing jobs use the function. */
export class MadeRole implements FunctionRole {
  public readonly role: IamRole;
  public readonly arn: string;
  public readonly policy: IamRolePolicy;

  private readonly homes: PolicyHomes<RolePolicies>;

  constructor(
    private readonly scope: Construct,
    private readonly props: MadeRoleProps,
  ) {
    this.role = this.createRole();
    this.arn = this.role.arn;
    this.homes = new PolicyHomes(scope, (home, provider) => this.createPolicies(home, provider), props.provider);
    this.policy = this.homes.own.inline;
  }

  public allow(statement: RolePolicyStatement): void {
    this.homes.allow(statement);
  }

  public allowSources(bucketName: string, keyPrefix: string): void {
    this.homes.allowSources(bucketName, keyPrefix);
  }

  public allowsAction(_: IConstruct, action: string): boolean {
    return this.homes.allowsAction(action);
  }

  public allowsSource(scope: IConstruct, source: SourceLocation): boolean {
    return this.homes.allowsSource(scope, source);
  }

  public allowSigning(statements: readonly RolePolicyStatement[], user: RoleUser): ITerraformDependable | undefined {
    const home = this.homeOf(user);
    this.homes.enter(home, user);
    home.statements.addAll(statements);
    return home === this.homes.own ? undefined : home.inline;
  }

  public allowRevocation(jobOwner: string | undefined, user: RoleUser): ITerraformDependable {
    const home = this.homeOf(user);
    const statements = revocationStatements(this.homes.enter(home, user), jobOwner);
    // An account that is known only when Terraform runs cannot be distinguished from others, so each of its jobs has
    // its own policy.
    const account = isToken(jobOwner) ? user.job.node.addr : jobOwner;
    return home.allowRevocation(account === undefined ? "revocation" : `revocation-${account}`, statements);
  }

  public policyDocumentFor(scope: IConstruct): string {
    return this.homes.documentFor(scope, ({ statements }) => [statements]);
  }

  public revocationPolicyDocumentFor(scope: IConstruct): string {
    return this.homes.documentFor(scope, (home) => home.revocationStatements);
  }

  private homeOf({ job, provider }: RoleUser): RolePolicies {
    return this.homes.in(TerraformStack.of(job), provider);
  }

  private createPolicies(scope: Construct, provider: TerraformProvider | undefined): RolePolicies {
    const policies = new RolePolicies(scope, {
      roleName: this.role.name,
      isRoleShared: scope !== this.scope,
      path: this.path,
      tags: this.tags,
      provider,
    });
    // Aspects run after all signing jobs are declared, and other aspects still visit the policies that are created
    // here.
    Aspects.of(scope).add({ visit: (node) => void (node === scope && this.divide(policies)) });
    // Aspects can also declare signing jobs.
    scope.node.addValidation({ validate: () => this.divide(policies) });
    return policies;
  }

  /** @returns the problems of the policies. */
  private divide(policies: RolePolicies): string[] {
    const documents = this.homes.pack(this.homes.all, ROLE_QUOTA)?.get(policies);
    if (!documents) {
      return [
        noRoom(
          this.homes.all.map(({ scope, statements }) => statements.resolveIn(scope)),
          ROLE_QUOTA,
        ),
      ];
    }
    policies.divide(documents);
    warnOfUnfitText(policies.scope, documents);
    return [];
  }

  private createRole(): IamRole {
    const { roleName, permissionsBoundaryArn, provider } = this.props;
    return new IamRole(this.scope, "Role", {
      name: roleName,
      namePrefix:
        roleName === undefined
          ? `${nameFromPath(this.scope, { maxLength: MAX_NAME_PREFIX.role - 1, separator: "-" })}-`
          : undefined,
      path: this.path,
      permissionsBoundary: permissionsBoundaryArn && plainText(permissionsBoundaryArn),
      description: "Runs AWS Signer signing jobs for Terraform",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
      tags: this.tags,
      provider,
      // A construct that moves keeps its role: the prefix only helps people to recognize it.
      lifecycle: { ignoreChanges: ["name_prefix"] },
    });
  }

  private get path(): string | undefined {
    return this.props.rolePath && plainText(this.props.rolePath);
  }

  private get tags(): { [key: string]: string } | undefined {
    return this.props.tags && plainTexts(this.props.tags);
  }
}
