import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { FolderOptions } from "./folder-options";

/** Options of an existing source object. */
export interface SigningSourceOptions {
  /**
   * ARN of the AWS KMS key that encrypts the object, if it is a customer managed key. The signing job's function gets
   * permission to decrypt with it.
   *
   * @default - no permission on a key
   */
  readonly kmsKeyArn?: string;
}

/** Options for the upload of a file or folder that is signed. */
export interface SigningSourceAssetOptions extends FolderOptions {
  /** Name of a bucket with versioning, in the Region of the signing profile. */
  readonly bucket: string;

  /**
   * Prefix of the object's key, used as it is: end it with `/` for a folder. The rest of the key is an id that
   * Terraform creates for each deployment, and the SHA-256 of the content: `unsigned/1a2b3c4d/….zip`. Deployments and
   * stacks can therefore share a bucket and a prefix, and each deletes only its own objects.
   *
   * @default "unsigned/"
   */
  readonly keyPrefix?: string;

  /**
   * ARN of the AWS KMS key that encrypts the object. The signing job's function gets permission to decrypt with it. It
   * is also required if the bucket encrypts with a customer managed key by default.
   *
   * @default - the encryption of the bucket
   */
  readonly kmsKeyArn?: string;

  /**
   * Tags of the object, at most 10. The default tags of the AWS provider are not added, because they may be more than
   * an object can have.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * AWS provider that stores the object.
   *
   * @default - the provider of the signing job
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that must exist before the object is stored: the versioning of the bucket, if the same stack creates it.
   *
   * Dependencies of the signing job's node do not apply here, because several jobs may sign the same object.
   *
   * @default - only the bucket, if its name comes from a resource
   */
  readonly dependsOn?: ITerraformDependable[];
}
