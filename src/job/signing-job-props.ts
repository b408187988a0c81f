import type { IResolvable, ITerraformDependable, ITerraformIterator, TerraformProvider } from "cdktf";
import type { ISigningFunction } from "../function/signing-function-interface";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import type { SigningDestination } from "../s3/signing-destination";
import type { SigningSource } from "../s3/signing-source";

/** Options of a signing job that do not depend on where it is declared. */
export interface SigningJobOptions {
  /**
   * Id of the account that owns the profile, if it is not the account of the function. The owner must have allowed the
   * function's account to start jobs, with `profile.grantStartSigningJob`.
   *
   * @default - the owner of an imported profile, if that is another account
   */
  readonly profileOwner?: string;

  /**
   * Time in seconds that one apply waits for the job: 1 to 900, and at most the function's timeout. The function
   * reserves the last 5 seconds of its own timeout for its answer. A job that takes longer continues, and the next
   * apply waits for it.
   *
   * A change does not sign again what is already signed. A job whose failure was accepted (`ignoreSigningJobFailure`)
   * is tried again, as after every change of the way it is run.
   *
   * @default - the function's timeout less those 5 seconds
   */
  readonly timeoutSeconds?: number;

  /**
   * Additional values that cause a new signature: when one of them changes, the job signs again even if nothing else
   * has changed. They have no effect while `importJobId` names a job that matches: in that case remove `importJobId`.
   *
   * @default - none
   */
  readonly triggers?: { [name: string]: string };

  /**
   * Id of an existing job to adopt instead of signing. Its profile, source and destination must match this declaration.
   * It must have succeeded, and its signature must not be revoked. Otherwise a new job signs, and the function's log
   * states the reason.
   *
   * The id is used when this job is first applied, and again only when what is signed changes. It can be removed later.
   * Adding it to a job that is already applied changes nothing. While it is set, each plan looks up the job: an id that
   * AWS Signer does not know (any more) is an error before anything is changed.
   *
   * It must not be combined with `revokeOnDestroy: true`. To revoke the signature of an adopted job later, adopt the
   * job and apply. Then remove the id, set `revokeOnDestroy` to `true`, and apply again.
   *
   * @default - a new job signs
   */
  readonly importJobId?: string;

  /**
   * Whether the signature is revoked when Terraform destroys the job, or after the job has signed again. A revocation
   * cannot be undone.
   *
   * Resources in the same stack that use the job's attributes are destroyed, or moved to the new signature, before the
   * revocation. Other stacks are deployed later and would depend on a revoked signature in between: keep everything
   * that uses the signature in the job's stack.
   *
   * To stop revoking, set it to `false` and apply once before you remove it. `false` makes Terraform forget a
   * previously declared revocation, so the signature stays valid. Removing it at once destroys the revocation, which
   * revokes the signature. For a job that never revoked, omit it: `false` is a `removed` block, which requires
   * Terraform 1.7 or OpenTofu 1.10, and which `synth --hcl` cannot write.
   *
   * It must not be `true` together with `importJobId`: see there.
   *
   * @default - the signature is not revoked
   */
  readonly revokeOnDestroy?: boolean;

  /**
   * Reason for the revocation, 1 to 500 characters. Allowed only with `revokeOnDestroy`.
   *
   * @default "Destroyed or replaced by Terraform"
   */
  readonly revocationReason?: string;

  /**
   * The function that runs the job.
   *
   * @default - the default function of an enclosing scope (`SigningFunction.setDefault`), or the function of the stack
   * and AWS provider
   */
  readonly signingFunction?: ISigningFunction;

  /**
   * AWS provider that invokes the function.
   *
   * @default - the provider of the `signingFunction`, if that is in the same stack; otherwise the stack's default AWS
   * provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that must exist before the job starts.
   *
   * @default - the resources that its properties refer to, and the permissions that were granted through the profile
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Properties of a signing job. */
export interface SigningJobProps extends SigningJobOptions {
  /** The signing profile. */
  readonly profile: ISigningProfile;

  /** The object to sign. */
  readonly source: SigningSource;

  /** The location of the signed object. */
  readonly destination: SigningDestination;

  /**
   * Whether a job that AWS Signer reports as failed is accepted as a result. `status` and `statusReason` then describe
   * the failure, and `signedObject` is `null`. A job that cannot be started is always an error.
   *
   * A change does not sign again if the job has succeeded. A failed job is tried again.
   *
   * @default false
   */
  readonly ignoreSigningJobFailure?: boolean | IResolvable;

  /**
   * Declares a job for each item of a list or map that is known only when Terraform runs, such as a variable. Terraform
   * must know the keys when it plans. For a list that is known when the stack is synthesized, declare a job for each
   * item in a loop of your program instead.
   *
   * Source key and version, the destination and `triggers` can be values of the iterator. The source's bucket, KMS keys
   * and the profile are the same for all items. The keys of the sources are not known one by one, so call
   * `allowSources` on the function. The function's role may write below the part of the destination's prefix that comes
   * before the first value of the iterator. If the destination's bucket is such a value, allow writing with
   * `addToRolePolicy`.
   *
   * Each item has its own identity, result and revocation: an item that is added signs, an item that is removed is
   * destroyed (and revoked with `revokeOnDestroy`), and nothing changes for the others. The attributes of the job are
   * those of the current item. Use them in resources with the same `forEach`, or read one item with `forKey`.
   *
   * It must not be combined with `importJobId`.
   *
   * @default - one job
   * @see https://developer.hashicorp.com/terraform/language/meta-arguments/for_each
   */
  readonly forEach?: ITerraformIterator;
}

/** Options for `SigningJob.fromJobId`. */
export interface SigningJobLookupOptions {
  /**
   * AWS provider that reads the job.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that must exist before the job is read.
   *
   * @default - none
   */
  readonly dependsOn?: ITerraformDependable[];
}
