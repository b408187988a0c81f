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
   * Adds a statement to the policy of the function's role. Signing jobs add what they need themselves. On an imported function it has
   * no effect, and a warning says so.
   *
   * @param statement what to allow.
   */
  addToRolePolicy(statement: RolePolicyStatement): void;

  /**
   * Allows all signing jobs of the function to read the objects of a bucket whose keys begin with a prefix. Sources below it need no
   * statement of their own in the role's policies, which makes room for thousands of jobs. On an imported function it has no
   * effect, and a warning says so.
   *
   * @param bucketName name of the bucket (no ARN).
   * @param keyPrefix beginning of the keys, taken as it is: end it with `/` to make it a folder. Empty for all objects of the bucket.
   */
  allowSources(bucketName: string, keyPrefix: string): void;

  /**
   * Allows the function what a signing job needs. Without effect on an imported function.
   *
   * @param job the job, or another construct that stands for it.
   * @param statements what to allow.
   * @param provider AWS provider of the job. Default: the one of its stack.
   * @returns what the job must wait for beside the function itself; undefined if that is nothing.
   * @internal
   */
  _allowSigning(
    job: IConstruct,
    statements: RolePolicyStatement[],
    provider?: TerraformProvider,
  ): ITerraformDependable | undefined;

  /**
   * Allows the function to revoke the signature of a signing job, for as long as something depends on what is returned.
   * Without effect on an imported function.
   *
   * @param job the job, or another construct that stands for it.
   * @param jobOwner id of the account that owns the job. Default: the account of the function.
   * @param provider AWS provider of the job. Default: the one of its stack.
   * @returns what must exist when the signature is revoked; undefined where the role is not made by this construct.
   * @internal
   */
  _allowRevocation(job: IConstruct, jobOwner?: string, provider?: TerraformProvider): ITerraformDependable | undefined;
}
