import type { ICodeSigningConfig } from "./code-signing-config";
import type { SigningJobOptions } from "../job/signing-job-props";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import type { FolderOptions } from "../s3/folder-options";
import type { SigningDestination } from "../s3/signing-destination";
import type { SigningSource } from "../s3/signing-source";

/** Properties of a signed Lambda package. */
export interface SignedLambdaPackageProps extends SigningJobOptions, FolderOptions {
  /**
   * The code: a folder, which becomes a zip, or a zip (or jar) that is there already. Absolute, or relative to where the program
   * runs. Give either this or `source`, which is needed where the bucket encrypts with a customer managed KMS key.
   *
   * @default - `source` says where the code is
   */
  readonly path?: string;

  /**
   * The code, where it is in Amazon S3 already or `path` is not enough. Give either this or `path`.
   *
   * @default - the code at `path`
   */
  readonly source?: SigningSource;

  /**
   * Name of a bucket that keeps versions, in the Region of the functions. The code at `path` is stored in it, and the signed
   * package, unless `destination` says otherwise. If its versioning is a resource of the same stack, name that in `dependsOn`.
   *
   * @default - none is needed with `source` and `destination`
   */
  readonly bucket?: string;

  /**
   * Prefix of the key of the stored code, as in `SigningSource.fromAsset`. Only with `path`.
   *
   * @default "unsigned/"
   */
  readonly keyPrefix?: string;

  /**
   * Where the signed package goes.
   *
   * @default - the folder `signed/` of `bucket`
   */
  readonly destination?: SigningDestination;

  /**
   * Whose signature is made.
   *
   * @default - a profile is made, whose signatures are valid for 135 months
   */
  readonly profile?: ISigningProfile;

  /**
   * The config that accepts the package. Give `profile` with it, which the config must allow.
   *
   * @default - a config is made that accepts signatures of the profile and refuses all other code
   */
  readonly codeSigningConfig?: ICodeSigningConfig;
}
