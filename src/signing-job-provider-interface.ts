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
}
