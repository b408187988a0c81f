import { ITerraformDependable, TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { FunctionRole, RoleUser, SourceLocation } from "./function-role";
import { noRoom, POLICY_MISSING, REVOCATION_POLICY_MISSING, warnOfUnfitText } from "./policy/messages";
import { ROLE_QUOTA } from "./policy/packing";
import { PolicyHome, PolicyHomes } from "./policy-homes";
import type { RolePolicyStatement } from "./role-policy-statement";
import { RoleStatements } from "./role-statements";
import { revocationStatements } from "./signing-job-statements";
import { AwsEnvironment } from "../terraform/aws-environment";
import { plainText } from "../terraform/hcl";
import { warn } from "../validation/warning";

/** A policy of such a role must fit into IAM's limit for inline policies: only the user can create managed policies. */
const QUOTA = { ...ROLE_QUOTA, managedPolicies: 0 };

/** A role that the user provides. The library does not change it: the user attaches the policy documents. */
export class GivenRole implements FunctionRole {
  public readonly role = undefined;
  public readonly policy = undefined;
  public readonly arn: string;

  private readonly homes: PolicyHomes<RoleDocuments>;

  constructor(scope: Construct, roleArn: string, provider?: TerraformProvider) {
    this.arn = plainText(roleArn);
    this.homes = new PolicyHomes(scope, (home) => this.createDocuments(home), provider);
    this.homes.own.revocation.addAll(revocationStatements(AwsEnvironment.of(scope, provider), undefined));
  }

  public allow(statement: RolePolicyStatement): void {
    this.homes.allow(statement);
  }

  public allowSources(bucketName: string, keyPrefix: string): void {
    this.homes.allowSources(bucketName, keyPrefix);
  }

  public allowsAction(scope: IConstruct, action: string): boolean {
    return this.isUnknownFor(scope) || this.homes.allowsAction(action);
  }

  public allowsSource(scope: IConstruct, source: SourceLocation): boolean {
    return this.isUnknownFor(scope) || this.homes.allowsSource(scope, source);
  }

  public allowSigning(statements: readonly RolePolicyStatement[], user: RoleUser): undefined {
    const home = this.homeOf(user);
    const environment = this.homes.enter(home, user);
    home.statements.addAll(statements);
    // Also without `revokeOnDestroy`: the permission must still exist when Terraform destroys the last revocation.
    home.revocation.addAll(revocationStatements(environment, undefined));
  }

  public allowRevocation(jobOwner: string | undefined, user: RoleUser): ITerraformDependable | undefined {
    const home = this.homeOf(user);
    home.hasRevocations = true;
    home.revocation.addAll(revocationStatements(this.homes.enter(home, user), jobOwner));
    return undefined;
  }

  public policyDocumentFor(scope: IConstruct): string {
    this.homes.in(TerraformStack.of(scope)).isUsed = true;
    return this.homes.documentFor(scope, ({ statements }) => [statements]);
  }

  public revocationPolicyDocumentFor(scope: IConstruct): string {
    this.homes.in(TerraformStack.of(scope)).isRevocationUsed = true;
    return this.homes.documentFor(scope, ({ revocation }) => [revocation]);
  }

  /** Only the user knows what a role may do for a stack whose document is not used. */
  private isUnknownFor(scope: IConstruct): boolean {
    return !this.homes.in(TerraformStack.of(scope)).isUsed;
  }

  private homeOf({ job }: RoleUser): RoleDocuments {
    return this.homes.in(TerraformStack.of(job));
  }

  private createDocuments(scope: Construct): RoleDocuments {
    const documents = new RoleDocuments(scope);
    scope.node.addValidation({ validate: () => this.findProblems(documents) });
    return documents;
  }

  private findProblems(documents: RoleDocuments): string[] {
    const { scope, statements, isUsed, isRevocationUsed, hasRevocations } = documents;
    if (!isUsed) {
      if (statements.count > 0) warn(scope, POLICY_MISSING);
      return [];
    }
    if (hasRevocations && !isRevocationUsed) warn(scope, REVOCATION_POLICY_MISSING);
    const used = this.homes.all.filter((home) => home.isUsed);
    const packed = this.homes.pack(used, QUOTA)?.get(documents);
    if (!packed) {
      return [
        noRoom(
          used.map((home) => home.statements.resolveIn(home.scope)),
          QUOTA,
        ),
      ];
    }
    warnOfUnfitText(scope, packed);
    return [];
  }
}

/** The documents of one stack, and which of them the user has requested. */
class RoleDocuments implements PolicyHome {
  public readonly statements = new RoleStatements();
  public readonly revocation = new RoleStatements();
  public isUsed = false;
  public isRevocationUsed = false;
  public hasRevocations = false;

  constructor(public readonly scope: Construct) {}

  public get revocationStatements(): RoleStatements[] {
    return [this.revocation];
  }
}
