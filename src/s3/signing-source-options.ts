import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { FolderOptions } from "./folder-options";

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
export interface SigningSourceAssetOptions extends FolderOptions {
  /** Name of a bucket that keeps versions, in the Region of the signing profile. */
  readonly bucket: string;

  /**
   * Prefix of the object's key, used as it is: end it with `/` to make it a folder. It is followed by an id that Terraform
   * creates for each deployment, and by the SHA-256 of the content: `unsigned/1a2b3c4d/….zip`. So deployments and stacks can
   * share a bucket and a prefix, and each deletes its own objects only.
   *
   * @default "unsigned/"
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
   * Tags of the object, 10 at most. The default tags of the AWS provider are not added: they may be more than an object can
   * have.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };

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
