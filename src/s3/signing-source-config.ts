import type { TerraformProvider } from "cdktf";

/** One version of an object in Amazon S3. */
export interface SigningSourceConfig {
  /** Name of the bucket. */
  readonly bucketName: string;

  /** Key of the object. */
  readonly key: string;

  /** Version id of the object. */
  readonly version: string;

  /**
   * ARN of the AWS KMS key to decrypt the object with.
   *
   * @default - the object needs no permission on a key
   */
  readonly kmsKeyArn?: string;

  /**
   * Prefix of the keys that the function's role may read, where that is more than the object itself: the folder of the
   * deployment. With it, a changed file changes no policy.
   *
   * @default - the role may read the object only
   */
  readonly keyPrefixToAllow?: string;
}

/** What a source is told by the construct that signs it. */
export interface SigningSourceBindOptions {
  /**
   * AWS provider of the signing job.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Whether the source is signed for AWS Lambda, which takes archives only.
   *
   * @default false
   */
  readonly isForLambda?: boolean;
}
