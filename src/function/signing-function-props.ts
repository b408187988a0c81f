import type { ITerraformDependable, TerraformProvider } from "cdktf";

/**
 * The network that the function runs in. AWS Signer must be reachable from there, through a NAT gateway or a VPC endpoint for AWS Signer. The
 * function itself does not call Amazon S3.
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
   * @default - the end of the construct's path, and a random part that is kept in Terraform's state
   */
  readonly functionName?: string;

  /**
   * Memory of the function in MB, 128 to 10240.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * How long the function may run, in seconds, 15 to 900. It bounds how long one apply waits for a signing job: the function keeps
   * the last 5 seconds for its answer.
   *
   * @default 900
   */
  readonly timeoutSeconds?: number;

  /**
   * How many signing jobs the function runs at the same time at most, 1 or more. They are reserved for it out of the concurrency of the
   * account, of which AWS keeps 100 unreserved. Invocations beyond it are throttled, and the AWS provider repeats them.
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
   * How long the function's logs are kept, in days: a period that Amazon CloudWatch Logs knows, or 0 for ever.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  readonly logRetentionDays?: number;

  /**
   * ARN of the AWS KMS key that the logs are encrypted with. Its policy must allow CloudWatch Logs to use it.
   *
   * @default - CloudWatch Logs encrypts with its own key
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logKmsKeyArn?: string;

  /**
   * The network that the function runs in.
   *
   * @default - the function is attached to no VPC
   */
  readonly vpcConfig?: SigningFunctionVpcConfig;

  /**
   * ARN of an existing role for the function. `lambda.amazonaws.com` must be allowed to assume it. The role is left alone: attach
   * the policy of `policyDocumentFor` to it, for `revokeOnDestroy` also the one of `revocationPolicyDocumentFor`, and let the
   * function wait for them with `node.addDependency`.
   *
   * @default - a role is made that may do what the signing jobs need
   */
  readonly roleArn?: string;

  /**
   * Name of the role that is made.
   *
   * @default - the end of the construct's path and a random part
   */
  readonly roleName?: string;

  /**
   * Path of the role that is made.
   *
   * @default "/"
   */
  readonly rolePath?: string;

  /**
   * ARN of the policy that bounds the role that is made.
   *
   * @default - none
   */
  readonly permissionsBoundaryArn?: string;

  /**
   * Tags of function, role and log group.
   *
   * @default - the default tags of the AWS provider
   */
  readonly tags?: { [key: string]: string };

  /**
   * AWS provider that makes function, role and log group.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the function, and so before every signing job that it runs.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** What may be said about the function of a stack and AWS provider. */
export interface SigningFunctionOptions {
  /**
   * The AWS provider.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;
}
