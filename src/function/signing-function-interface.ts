import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { RolePolicyStatement } from "../role/role-policy-statement";

/** The function that runs signing jobs. */
export interface ISigningFunction extends IConstruct, ITerraformDependable {
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
   * AWS provider of the account and Region that the function is in. Signing jobs of the same stack use it, too, unless they have one
   * of their own.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Adds a statement to what the function's role may do. Signing jobs need no call of it: each adds what it needs. Without effect on a
   * function that was imported.
   *
   * @param statement what to allow.
   */
  addToRolePolicy(statement: RolePolicyStatement): void;

  /**
   * Allows the function what a signing job needs. Without effect on a function that was imported.
   *
   * @param signingJob the job, or another construct that stands for it.
   * @param statements what to allow.
   * @param provider AWS provider of the job. Default: the one of its stack.
   * @returns what must be there before the job starts, beside the function itself; undefined if that is nothing.
   * @internal
   */
  _allowSigning(
    signingJob: IConstruct,
    statements: RolePolicyStatement[],
    provider?: TerraformProvider,
  ): ITerraformDependable | undefined;

  /**
   * Allows the function to revoke the signature of a signing job, for as long as something depends on what is returned.
   * Without effect on a function that was imported.
   *
   * @param signingJob the job, or another construct that stands for it.
   * @param jobOwner id of the account that owns the job. Default: the account of the function.
   * @param provider AWS provider of the job. Default: the one of its stack.
   * @returns what must be there when the signature is revoked; undefined where the role is not made by this construct.
   * @internal
   */
  _allowRevocation(
    signingJob: IConstruct,
    jobOwner?: string,
    provider?: TerraformProvider,
  ): ITerraformDependable | undefined;
}
