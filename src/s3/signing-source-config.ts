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
   * ARN of the AWS KMS key that decrypts the object.
   *
   * @default - no permission on a key
   */
  readonly kmsKeyArn?: string;

  /**
   * Prefix of the keys that the function's role may read, if that is more than the object itself: the folder of the
   * deployment. With it, a changed file changes no policy.
   *
   * @default - the role may read only the object
   */
  readonly keyPrefixToAllow?: string;
}

/** Values that the construct that signs passes to a source. */
export interface SigningSourceBindOptions {
  /**
   * AWS provider of the signing job.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Whether the source is signed for AWS Lambda, which accepts only archives.
   *
   * @default false
   */
  readonly isForLambda?: boolean;
}
