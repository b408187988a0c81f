import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import { bindAsset } from "./asset/bind-asset";
import { configuredText } from "./configured-text";
import { OBJECT_VERSION, S3_OBJECT } from "./s3-properties";
import type { SigningSourceBindOptions, SigningSourceConfig } from "./signing-source-config";
import type { SigningSourceAssetOptions, SigningSourceOptions } from "./signing-source-options";

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
    return new SigningSource((scope) => {
      OBJECT_VERSION(scope, "source", { bucketName, key, version, options });
      return { bucketName, key, version, kmsKeyArn: options.kmsKeyArn };
    });
  }

  /**
   * The object that an `aws_s3_object` stores. Each new content is a new version, and is signed.
   *
   * The bucket must keep versions before the object is stored (`dependsOn` the versioning resource): otherwise the
   * object has no version id, and the signing job fails when Terraform runs. Where the bucket is encrypted with AWS KMS, set
   * `sourceHash` and not `etag`: the ETag is no hash of the content there, so that each apply would store, and sign, a new version.
   *
   * @param s3Object an `S3Object` of the AWS provider's bindings.
   */
  public static fromObject(s3Object: S3Object, options: SigningSourceOptions = {}): SigningSource {
    return new SigningSource((scope) => {
      S3_OBJECT(scope, "s3Object", s3Object);
      const [bucket, key] = [configuredText(s3Object, "bucket"), configuredText(s3Object, "key")];
      return SigningSource.fromBucket(bucket, key, s3Object.versionId, options)._bind(scope);
    });
  }

  /**
   * A file or folder of this machine, which is stored in a bucket first. The object is named by its content, so it is
   * stored, and signed, again when the content changes, and at no other time. It is the version that Terraform has stored
   * that is signed, even if the object is overwritten by somebody else.
   *
   * A folder becomes a zip, whose bytes depend on nothing but the names and contents of its files and which of them are
   * executable (on Windows, none is). `exclude` leaves files out. Symbolic links stay links, unless `followSymlinks` says
   * otherwise, and empty folders are left out. A file, such as a zip that is already built, is taken byte for byte.
   *
   * For AWS Lambda, a file that is no zip, and what is larger than a function can be (250 MB unpacked), is refused.
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
   * @internal
   */
  public _bind(scope: Construct, options: SigningSourceBindOptions = {}): SigningSourceConfig {
    return this.toConfig(scope, options);
  }
}
