import type { IResolvable, ITerraformDependable, TerraformProvider } from "cdktf";
import type { ISigningFunction } from "../function/signing-function-interface";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import type { SigningDestination } from "../s3/signing-destination";
import type { SigningSource } from "../s3/signing-source";

/** How a job signs, wherever it is declared. */
export interface SigningJobOptions {
  /**
   * Id of the account that owns the profile, where it is not the account of the function. It must have allowed this one to start
   * jobs, with `profile.grantStartSigningJob`.
   *
   * @default - the owner of an imported profile, if that is another account
   */
  readonly profileOwner?: string;

  /**
   * How long one apply waits for the job, in seconds, 1 to 900 and not more than the function may run. The function keeps the last
   * 5 seconds of its own time for its answer. A job that takes longer goes on, and the next apply waits for it.
   *
   * Changing it does not sign again what is signed. A job whose failure was accepted (`ignoreSigningJobFailure`) is tried again, as after
   * every change of how it is run.
   *
   * @default - as long as the function may run, less those 5 seconds
   */
  readonly timeoutSeconds?: number;

  /**
   * Values that, when one changes, sign again what is otherwise unchanged. (Not as long as `importJobId` names a job that matches:
   * leave that out.)
   *
   * @default - none
   */
  readonly triggers?: { [name: string]: string };

  /**
   * Id of an existing job, to be adopted instead of signing. Its profile, source and destination must be those that are declared
   * here, and it must have succeeded and not be revoked. Otherwise a new job signs, and the function's log says why.
   *
   * It is read when this job is first applied, and again only when what is signed changes. It may be removed later, and adding it
   * to a job that has been applied changes nothing. As long as it is given, each plan looks the job up: an id that AWS Signer does
   * not know (any more) is an error, before anything is done.
   *
   * It must not be given together with `revokeOnDestroy: true`. To revoke the signature of an adopted job later, adopt it and apply;
   * then leave the id out, set `revokeOnDestroy`, and apply again.
   *
   * @default - a new job signs
   */
  readonly importJobId?: string;

  /**
   * Whether the signature is revoked when Terraform destroys the job, or after it has signed anew. Revocation cannot be undone.
   *
   * What uses the job's attributes in the same stack is destroyed, or moved to the new signature, before. Another stack is deployed
   * later, so that it would stand on a revoked signature in between: keep what uses the signature in the job's stack.
   *
   * To stop revoking, set it to `false`, and apply once before you leave it out: `false` makes Terraform forget a revocation that
   * was declared before, so that the signature stays valid. Leaving it out at once destroys the revocation, which revokes. For a
   * job that never revoked leave it out: `false` is a `removed` block, which requires Terraform 1.7 or OpenTofu 1.10, and which
   * `synth --hcl` cannot write.
   *
   * With `importJobId` it is refused: see there.
   *
   * @default - the signature is not revoked
   */
  readonly revokeOnDestroy?: boolean;

  /**
   * Why the signature is revoked, 1 to 500 characters. Only with `revokeOnDestroy`.
   *
   * @default "Destroyed or replaced by Terraform"
   */
  readonly revocationReason?: string;

  /**
   * The function that runs the job.
   *
   * @default - the default function of a scope around the job (`SigningFunction.setDefault`), or the one of the stack and AWS provider
   */
  readonly signingFunction?: ISigningFunction;

  /**
   * AWS provider that invokes the function.
   *
   * @default - the one of the `signingFunction`, if that is of the same stack; otherwise the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the job starts.
   *
   * @default - what its properties refer to, and the permissions that were made through the profile
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Properties of a signing job. */
export interface SigningJobProps extends SigningJobOptions {
  /** Whose signature is made, and how. */
  readonly profile: ISigningProfile;

  /** What is signed. */
  readonly source: SigningSource;

  /** Where the signed object goes. */
  readonly destination: SigningDestination;

  /**
   * Whether a job that AWS Signer reports as failed is a result like any other. `status` and `statusReason` then tell what
   * happened, and `signedObject` is `null`. A job that cannot even be started is an error all the same.
   *
   * Changing it does not sign again a job that has succeeded. A job that has failed is tried again.
   *
   * @default false
   */
  readonly ignoreSigningJobFailure?: boolean | IResolvable;
}

/** What may be said about a job to read. */
export interface SigningJobLookupOptions {
  /**
   * AWS provider that reads the job.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the job is read.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}
