/** Options of a destination. */
export interface SigningDestinationOptions {
  /**
   * ARN of the customer managed AWS KMS key with which the bucket encrypts new objects. The signing job's function gets
   * permission to encrypt with it.
   *
   * @default - no permission on a key
   */
  readonly kmsKeyArn?: string;
}

/**
 * The location where a signing job stores the signed object. AWS Signer chooses the object's name: the prefix, the
 * job's id and, on the Lambda platform, `.zip`. Read it from `SigningJob.signedObject`, never compute it.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_S3Destination.html
 */
export class SigningDestination {
  /**
   * A bucket in the Region of the signing profile.
   *
   * @param bucketName name of the bucket (no ARN).
   * @param prefix beginning of the signed object's key, used as it is: end it with `/` for a folder.
   */
  public static toBucket(
    bucketName: string,
    prefix: string = "",
    options: SigningDestinationOptions = {},
  ): SigningDestination {
    return new SigningDestination(bucketName, prefix, options);
  }

  /** Name of the bucket. */
  public readonly bucketName: string;
  /** Prefix of the signed object's key. Empty for none. */
  public readonly prefix: string;
  /** ARN of the AWS KMS key that encrypts the signed object. */
  public readonly kmsKeyArn?: string;

  /**
   * Validates the destination on behalf of the construct that uses it. The error contains the path of that construct.
   *
   * @internal
   */
  public readonly _options: SigningDestinationOptions;

  private constructor(bucketName: string, prefix: string, options: SigningDestinationOptions) {
    this.bucketName = bucketName;
    this.prefix = prefix;
    this.kmsKeyArn = options?.kmsKeyArn;
    this._options = options;
  }
}
