import type { ICodeSigningConfig } from "./code-signing-config";
import type { SigningJobOptions } from "../job/signing-job-props";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import type { FolderOptions } from "../s3/folder-options";
import type { SigningDestination } from "../s3/signing-destination";
import type { SigningSource } from "../s3/signing-source";

/** Properties of a signed Lambda package. */
export interface SignedLambdaPackageProps extends SigningJobOptions, FolderOptions {
  /**
   * Path of the code: a folder, which is packed as a zip, or an existing zip or jar file. The path is absolute, or
   * relative to the folder that the program runs in. Set either this or `source`. Use `source` if the bucket encrypts
   * with a customer managed KMS key.
   *
   * @default - the code that `source` describes
   */
  readonly path?: string;

  /**
   * Source of the code, if the code is already in Amazon S3 or needs options that `path` does not offer. Set either
   * this or `path`.
   *
   * @default - the code at `path`
   */
  readonly source?: SigningSource;

  /**
   * Name of a bucket with versioning enabled, in the Region of the functions. It stores the code at `path`, and the
   * signed package unless `destination` is set. If the bucket's versioning is a resource of the same stack, list that
   * resource in `dependsOn`.
   *
   * @default - none; not needed if `source` and `destination` are set
   */
  readonly bucket?: string;

  /**
   * Prefix of the key of the stored code, as in `SigningSource.fromAsset`. Only with `path`.
   *
   * @default "unsigned/"
   */
  readonly keyPrefix?: string;

  /**
   * Where AWS Signer stores the signed package.
   *
   * @default - the folder `signed/` of `bucket`
   */
  readonly destination?: SigningDestination;

  /**
   * The profile that signs the package.
   *
   * @default - a new profile, whose signatures are valid for 135 months
   */
  readonly profile?: ISigningProfile;

  /**
   * The config that accepts the package. If you set it, also set `profile` to a profile that the config allows.
   *
   * @default - a new config, which accepts signatures of the profile and refuses all other code
   */
  readonly codeSigningConfig?: ICodeSigningConfig;
}
