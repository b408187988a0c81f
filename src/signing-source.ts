import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";

/** More about the object to sign. */
export interface SigningSourceOptions {
  /**
   * ARN of the AWS KMS key that the object is encrypted with, if it is encrypted with a customer managed key.
   * The signing job's function is then allowed to decrypt with it.
   *
   * @default - the object needs no permission on a key
   */
  readonly kmsKeyArn?: string;
}

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
}

/** What a source is told by the construct that signs it. */
export interface SigningSourceBindOptions {
  /**
   * AWS provider of the signing job.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * The object that a signing job signs: one version of an object in Amazon S3.
 *
 * The bucket must keep versions and be in the Region of the signing profile.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_S3Source.html
 */
export class SigningSource {
  /**
   * An object version, by its coordinates.
   *
   * @param bucketName name of the bucket (no ARN).
   * @param key key of the object. It is taken as it is: `${` in it is no expression, and `*` no wildcard.
   * @param version version id of the object; `null` for an object that was stored while versioning was suspended.
   */
  public static fromBucket(
    bucketName: string,
    key: string,
    version: string,
    options: SigningSourceOptions = {},
  ): SigningSource {
    const { kmsKeyArn } = options;
    return new SigningSource(() => ({ bucketName, key, version, kmsKeyArn }));
  }

  /**
   * The object that an `aws_s3_object` stores. Each new content is a new version, and is signed.
   *
   * The bucket must keep versions before the object is stored (`dependsOn` the versioning resource): otherwise the
   * object has no version id, and the signing job fails when Terraform runs. For the same reason set `sourceHash`
   * rather than `etag` where the bucket is encrypted with AWS KMS.
   *
   * @param s3Object an `S3Object` of `@cdktf/provider-aws`.
   */
  public static fromObject(s3Object: S3Object, options: SigningSourceOptions = {}): SigningSource {
    return SigningSource.fromBucket(s3Object.bucket, s3Object.key, s3Object.versionId, options);
  }

  private constructor(
    private readonly toConfig: (scope: Construct, options: SigningSourceBindOptions) => SigningSourceConfig,
  ) {}

  /**
   * Where the object is. Signing jobs call it; what it takes to have the object there is declared then.
   *
   * @param scope the construct that signs.
   */
  public bind(scope: Construct, options: SigningSourceBindOptions = {}): SigningSourceConfig {
    return this.toConfig(scope, options);
  }
}
