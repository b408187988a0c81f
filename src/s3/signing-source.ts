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
 * The bucket must have versioning enabled and be in the Region of the signing profile.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_S3Source.html
 */
export class SigningSource {
  /**
   * An object version that is identified by bucket, key and version id.
   *
   * @param bucketName name of the bucket (no ARN).
   * @param key key of the object, used as it is: `${` does not start an expression, and `*` is not a wildcard.
   * @param version version id of the object; the text `null` for an object that was stored before versioning was
   * enabled, or while it was suspended.
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
   * The bucket must have versioning enabled before the object is stored (`dependsOn` the versioning resource).
   * Otherwise the object has no version id, and the signing job fails when Terraform runs. If the bucket is encrypted
   * with AWS KMS, set `sourceHash` and not `etag`: the ETag is then not a hash of the content, so each apply would
   * store and sign a new version.
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
   * A file or folder on this machine, which is first stored in a bucket. The content determines the object's name. The
   * object is stored and signed again when the content changes, and at no other time. The signing job signs the version
   * that Terraform stored, even if the object is overwritten outside Terraform.
   *
   * A folder becomes a zip archive. Its bytes depend only on the names and contents of the files and on which of them
   * are executable (on Windows, none is). `exclude` omits files. Symbolic links stay links, unless `followSymlinks`
   * specifies otherwise. Empty folders are omitted. A file, such as an existing zip archive, is used byte for byte.
   *
   * For AWS Lambda, a file that is not a zip archive and content larger than a function's limit (250 MB unpacked) are
   * refused.
   *
   * @param path absolute, or relative to the working directory of the program. It is read when a signing job uses the
   * source.
   */
  public static fromAsset(path: string, options: SigningSourceAssetOptions): SigningSource {
    return new SigningSource((scope, bindOptions) => bindAsset(scope, path, options, bindOptions));
  }

  private constructor(
    private readonly toConfig: (scope: Construct, options: SigningSourceBindOptions) => SigningSourceConfig,
  ) {}

  /**
   * Location of the object. Signing jobs call this method, which also declares the resources that store the object.
   *
   * @param scope the construct that signs.
   * @internal
   */
  public _bind(scope: Construct, options: SigningSourceBindOptions = {}): SigningSourceConfig {
    return this.toConfig(scope, options);
  }
}
