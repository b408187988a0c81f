import type { ITerraformDependable } from "cdktf";
import type { IConstruct } from "constructs";

/** Actions that are allowed on resources. */
export interface RolePolicyStatement {
  /** Such as `s3:GetObjectVersion`. */
  readonly actions: string[];
  /** ARNs. `*` and `?` are wildcards. */
  readonly resources: string[];
}

/** The function that runs signing jobs. */
export interface ISigningJobProvider extends IConstruct, ITerraformDependable {
  /**
   * Name of the function.
   * @attribute
   */
  readonly functionName: string;

  /**
   * The function's timeout in seconds, which bounds the timeout of its signing jobs.
   *
   * @default - not known
   */
  readonly timeoutSeconds?: number;

  /**
   * Allows the function more. Signing jobs do it for themselves. Without effect on a function that was imported.
   *
   * @param statement what to allow.
   */
  addToRolePolicy(statement: RolePolicyStatement): void;

  /**
   * Allows the function to revoke the signature of a signing job, for as long as something depends on what is returned.
   * Without effect on a function that was imported.
   *
   * @param signingJob the job, or another construct that stands for it.
   * @param jobOwner id of the account that owns the job. Default: the account of the function.
   * @returns what must be there when the signature is revoked; undefined where the role is not made by this construct.
   */
  allowRevocation(signingJob: IConstruct, jobOwner?: string): ITerraformDependable | undefined;
}
