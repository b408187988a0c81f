import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { bindAsset } from "./private/asset/bind-asset";

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

/** Where a file or folder is stored, to be signed from there. */
export interface SigningSourceAssetOptions {
  /** Name of a bucket that keeps versions, in the Region of the signing profile. */
  readonly bucket: string;

  /**
   * Stands in front of the object's name, which is the SHA-256 of its content, as it is: end it with `/` to make it a folder.
   *
   * Give each stack a prefix of its own. Where two stacks store the same content under one prefix, the first that needs it no more
   * deletes the object that the other still uses.
   *
   * @default - `unsigned/` and a folder of the stack and its AWS provider
   */
  readonly keyPrefix?: string;

  /**
   * ARN of the AWS KMS key to encrypt the object with. The signing job's function is allowed to decrypt with it.
   * It is needed too where the bucket encrypts with a customer managed key by itself.
   *
   * @default - the bucket decides
   */
  readonly kmsKeyArn?: string;

  /**
   * AWS provider that stores the object.
   *
   * @default - the one of the signing job
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the object is stored: the versioning of the bucket, if it is made in the same stack.
   *
   * Dependencies of the signing job's node do not count here, as several jobs may sign the same object.
   *
   * @default - nothing but the bucket, if its name comes from a resource
   */
  readonly dependsOn?: ITerraformDependable[];
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
   * @param version version id of the object; the text `null` for one that was stored before versioning was enabled, or while it was suspended.
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
   * object has no version id, and the signing job fails when Terraform runs. Where the bucket is encrypted with AWS KMS, set
   * `sourceHash` and not `etag`: the ETag is no hash of the content there, so that each apply would store, and sign, a new version.
   *
   * @param s3Object an `S3Object` of `@cdktf/provider-aws`.
   */
  public static fromObject(s3Object: S3Object, options: SigningSourceOptions = {}): SigningSource {
    return SigningSource.fromBucket(s3Object.bucket, s3Object.key, s3Object.versionId, options);
  }

  /**
   * A file or folder of this machine, which is stored in a bucket first. The object is named by its content, so it is
   * stored, and signed, again when the content changes, and at no other time. It is the version that Terraform has stored
   * that is signed, even if the object is overwritten by somebody else.
   *
   * A folder becomes a zip, whose bytes depend on nothing but the names and contents of its files and which of them are
   * executable (on Windows, none is). Symbolic links are followed, and empty folders left out. A file, such as a zip that is
   * there already, is taken byte for byte.
   *
   * @param path absolute, or relative to where the program runs. It is read when a signing job takes the source.
   */
  public static fromAsset(path: string, options: SigningSourceAssetOptions): SigningSource {
    return new SigningSource((scope, bindOptions) => bindAsset(scope, path, options, bindOptions));
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
