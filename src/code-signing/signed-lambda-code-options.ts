import type { SigningJobOptions } from "../job/signing-job-props";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import type { FolderOptions } from "../s3/folder-options";
import type { SigningDestination } from "../s3/signing-destination";
import type { SigningSource } from "../s3/signing-source";

/** Options for storing and signing code for AWS Lambda: the code of functions, or of a layer. */
export interface SignedLambdaCodeOptions extends SigningJobOptions, FolderOptions {
  /**
   * Path of the code: a folder, which is packed as a zip, or an existing zip or jar file. The path is absolute, or
   * relative to the folder that the program runs in. Set either this or `source`.
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
   * signed code unless `destination` is set. If the bucket's versioning is a resource of the same stack, list that
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
   * ARN of the customer managed AWS KMS key with which `bucket` encrypts new objects. The code at `path` is stored with
   * it. The signing job's function gets permission to decrypt and encrypt with it.
   *
   * It does not apply to `source` and `destination`, which have their own `kmsKeyArn`.
   *
   * @default - the encryption of the bucket, and no permission on a key
   */
  readonly kmsKeyArn?: string;

  /**
   * Tags of everything taggable that the construct itself creates: the stored code, the profile, the code signing
   * config. At most 10, which is the limit of an object in Amazon S3.
   *
   * @default - the default tags of the AWS provider for profile and config; none for the stored code
   */
  readonly tags?: { [key: string]: string };

  /**
   * Where AWS Signer stores the signed code.
   *
   * @default - the folder `signed/` of `bucket`
   */
  readonly destination?: SigningDestination;

  /**
   * The profile that signs the code.
   *
   * @default - a new profile, whose signatures are valid for 135 months
   */
  readonly profile?: ISigningProfile;
}
