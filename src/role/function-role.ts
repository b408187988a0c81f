import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { RolePolicyStatement } from "./role-policy-statement";

/** The role of the function: created with the function, or provided by the user. */
export interface FunctionRole {
  readonly arn: string;
  /** Undefined for a provided role. */
  readonly role?: IamRole;
  /** The policy that the function waits for. Undefined for a provided role. */
  readonly policy?: IamRolePolicy;

  /** Grants the permissions that the function itself needs. */
  allow(statement: RolePolicyStatement): void;

  /** Allows signing jobs of all stacks to read objects of a bucket whose keys begin with a prefix. */
  allowSources(bucketName: string, keyPrefix: string): void;

  /** Whether the program allows an action for the signing jobs of a scope's stack, on whatever resources. */
  allowsAction(scope: IConstruct, action: string): boolean;

  /** Whether `allowSources` allows the signing jobs of a scope's stack to read objects such as this one. */
  allowsSource(scope: IConstruct, source: SourceLocation): boolean;

  /** @returns the policy that the job must wait for, if waiting for the function is not enough. */
  allowSigning(statements: readonly RolePolicyStatement[], user: RoleUser): ITerraformDependable | undefined;

  /** @returns the policy that the revocation must wait for. Undefined for a provided role. */
  allowRevocation(jobOwner: string | undefined, user: RoleUser): ITerraformDependable | undefined;

  /** The policy that the signing jobs of the scope's stack need, as JSON. */
  policyDocumentFor(scope: IConstruct): string;

  /** The policy that the revocations of the scope's stack need, as JSON. */
  revocationPolicyDocumentFor(scope: IConstruct): string;
}

/** Where the objects are that a signing job signs. */
export interface SourceLocation {
  readonly bucketName: string;
  readonly key: string;
}

/** A signing job whose function has the role. */
export interface RoleUser {
  readonly job: IConstruct;
  /** AWS provider of the job. */
  readonly provider?: TerraformProvider;
}
