import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { SourceLocation } from "../role/function-role";
import type { RolePolicyStatement } from "../role/role-policy-statement";

/** The function that runs signing jobs. */
export interface ISigningFunction extends IConstruct, ITerraformDependable {
  /**
   * Name of the function.
   * @attribute
   */
  readonly functionName: string;

  /**
   * Timeout of the function in seconds. It limits the timeout of its signing jobs.
   *
   * @default - unknown
   */
  readonly timeoutSeconds?: number;

  /**
   * AWS provider of the account and Region of the function. Signing jobs in the same stack also use it, unless they
   * have their own provider.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Adds a statement to the policy of the function's role. Signing jobs add the statements that they need themselves.
   * On an imported function, this method has no effect and adds a warning.
   *
   * @param statement actions and resources to allow.
   */
  addToRolePolicy(statement: RolePolicyStatement): void;

  /**
   * Allows all signing jobs of the function to read the objects of a bucket whose keys begin with a prefix. Sources
   * below the prefix need no separate statement in the role's policies, so there is room for thousands of jobs. On an
   * imported function, this method has no effect and adds a warning.
   *
   * @param bucketName name of the bucket (no ARN).
   * @param keyPrefix beginning of the keys, used as it is: end it with `/` for a folder. Empty for all objects of the
   * bucket.
   */
  allowSources(bucketName: string, keyPrefix: string): void;

  /**
   * Whether `addToRolePolicy` allows an action for a signing job. True for an imported function, whose role is unknown.
   *
   * @internal
   */
  _allowsAction(job: IConstruct, action: string): boolean;

  /**
   * Whether `allowSources` allows the function to read objects such as the source of a signing job. True for an imported
   * function, whose role is unknown.
   *
   * @internal
   */
  _allowsSource(job: IConstruct, source: SourceLocation): boolean;

  /**
   * Grants the function the permissions that a signing job needs. No effect on an imported function.
   *
   * @param job the job, or another construct that represents it.
   * @param statements actions and resources to allow.
   * @param provider AWS provider of the job. Default: the provider of its stack.
   * @returns a resource other than the function that the job must wait for; undefined if there is none.
   * @internal
   */
  _allowSigning(
    job: IConstruct,
    statements: RolePolicyStatement[],
    provider?: TerraformProvider,
  ): ITerraformDependable | undefined;

  /**
   * Allows the function to revoke the signature of a signing job, for as long as something depends on the returned
   * resource. No effect on an imported function.
   *
   * @param job the job, or another construct that represents it.
   * @param jobOwner id of the account that owns the job. Default: the account of the function.
   * @param provider AWS provider of the job. Default: the provider of its stack.
   * @returns a resource that must exist when the signature is revoked; undefined if the role is not created by this
   * construct.
   * @internal
   */
  _allowRevocation(job: IConstruct, jobOwner?: string, provider?: TerraformProvider): ITerraformDependable | undefined;
}
