import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { RolePolicyStatement } from "./role-policy-statement";
import type { Rights, RoleRights } from "./role-rights";
import { revocationStatements } from "./signing-job-statements";
import { AwsEnvironment } from "../terraform/aws-environment";

/**
 * What a role of the user's own must be allowed in one stack. The user attaches it, in two documents: Terraform changes a policy
 * *before* it destroys what depends on it, so that the right to revoke would be gone when the last revocation needs it.
 */
export class RoleDocuments {
  public readonly rights: Rights;
  /** Does not shrink when the last job goes that revokes. */
  public readonly revocationRights: Rights;
  public isPolicyUsed = false;
  public isRevocationPolicyUsed = false;
  private hasRevokingJobs = false;

  constructor(scope: Construct, roleRights: RoleRights, provider: TerraformProvider | undefined) {
    this.revocationRights = roleRights.addSeparate(scope);
    this.allowInRevocation(revocationStatements(AwsEnvironment.of(scope, provider), undefined));
    this.rights = roleRights.add(scope);
  }

  public allowRevocation(statements: readonly RolePolicyStatement[]): void {
    this.hasRevokingJobs = true;
    this.allowInRevocation(statements);
  }

  /** Who attaches neither document gives the role its rights in another way. */
  public get isRevocationPolicyMissing(): boolean {
    return this.hasRevokingJobs && this.isPolicyUsed && !this.isRevocationPolicyUsed;
  }

  private allowInRevocation(statements: readonly RolePolicyStatement[]): void {
    statements.forEach((statement) => this.revocationRights.allow(statement));
  }
}
