import type { ITerraformDependable, TerraformProvider } from "cdktf";

/**
 * The network of the function. The function must reach AWS Signer through a NAT gateway or a VPC endpoint for AWS
 * Signer. The function itself does not call Amazon S3.
 */
export interface SigningFunctionVpcConfig {
  /** Ids of the subnets. */
  readonly subnetIds: string[];
  /** Ids of the security groups. */
  readonly securityGroupIds: string[];
}

/** Properties of the function that runs signing jobs. */
export interface SigningFunctionProps {
  /**
   * Name of the function: 1 to 64 letters, digits, underscores and hyphens.
   *
   * @default - the end of the construct's path and a random part that is kept in Terraform's state
   */
  readonly functionName?: string;

  /**
   * Memory of the function in MB, 128 to 10240.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * Timeout of the function in seconds, 15 to 900. It limits how long one apply waits for a signing job: the function
   * reserves the last 5 seconds for its answer.
   *
   * @default 900
   */
  readonly timeoutSeconds?: number;

  /**
   * Maximum number of signing jobs that the function runs at the same time, 1 or more. They are reserved from the
   * concurrency of the account. AWS keeps 100 of that unreserved. Further invocations are throttled, and the AWS
   * provider repeats them.
   *
   * @default - the unreserved concurrency of the account
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Runtime of the function: Node.js 20 or later.
   *
   * @default "nodejs22.x"
   */
  readonly runtime?: string;

  /**
   * Instruction set of the function: `arm64`, or `x86_64` for Regions without Arm.
   *
   * @default "arm64"
   * @see https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html
   */
  readonly architecture?: string;

  /**
   * Retention period of the function's logs in days: a value that Amazon CloudWatch Logs supports, or 0 for no expiry.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  readonly logRetentionDays?: number;

  /**
   * ARN of the AWS KMS key that encrypts the logs. The key policy must allow CloudWatch Logs to use it.
   *
   * @default - the key of CloudWatch Logs
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logKmsKeyArn?: string;

  /**
   * The network of the function.
   *
   * @default - no VPC
   */
  readonly vpcConfig?: SigningFunctionVpcConfig;

  /**
   * ARN of an existing role for the function. The role's trust policy must allow `lambda.amazonaws.com` to assume it.
   * The library does not change the role: attach the policy of `policyDocumentFor` to it, and for `revokeOnDestroy`
   * also the policy of `revocationPolicyDocumentFor`. Make the function wait for the policies with
   * `node.addDependency`.
   *
   * @default - a new role with the permissions that the signing jobs need
   */
  readonly roleArn?: string;

  /**
   * Name of the created role.
   *
   * @default - the end of the construct's path and a random part
   */
  readonly roleName?: string;

  /**
   * Path of the created role.
   *
   * @default "/"
   */
  readonly rolePath?: string;

  /**
   * ARN of the permissions boundary of the created role.
   *
   * @default - none
   */
  readonly permissionsBoundaryArn?: string;

  /**
   * Tags of the function, role and log group.
   *
   * @default - the default tags of the AWS provider
   */
  readonly tags?: { [key: string]: string };

  /**
   * AWS provider that creates the function, role and log group.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that must exist before the function, and so before every signing job that it runs.
   *
   * @default - none
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Options that select the function of a stack and AWS provider. */
export interface SigningFunctionOptions {
  /**
   * The AWS provider.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;
}
