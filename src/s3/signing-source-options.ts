import type { ITerraformDependable, TerraformProvider } from "cdktf";

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
