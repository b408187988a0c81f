/** More about the place for the signed object. */
export interface SigningDestinationOptions {
  /**
   * ARN of the AWS KMS key that the bucket encrypts new objects with, if that is a customer managed key.
   * The signing job's function is then allowed to encrypt with it.
   *
   * @default - storing the object needs no permission on a key
   */
  readonly kmsKeyArn?: string;
}

/**
 * Where a signing job puts the signed object. AWS Signer chooses the object's name: the prefix, the job's id
 * and, on the Lambda platform, `.zip`. Read it from `SigningJob.signedObject`, never compute it.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_S3Destination.html
 */
export class SigningDestination {
  /**
   * A bucket in the Region of the signing profile.
   *
   * @param bucketName name of the bucket (no ARN).
   * @param prefix stands in front of the signed object's name as it is: end it with `/` to make it a folder.
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
  /** ARN of the AWS KMS key to encrypt the signed object with. */
  public readonly kmsKeyArn?: string;

  /**
   * Judged by the construct that uses the destination, whose path is then in the error.
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
