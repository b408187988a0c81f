/**
 * The requests that the constructs send to the custom resource's function.
 *
 * The text of an event is part of Terraform's state, so a field that is added to every event replaces every invocation
 * in the next apply. New fields are therefore optional, and they are sent only if they are used.
 */

/** Version of this contract. A handler refuses events of a later version than its own. */
export const PROTOCOL_VERSION = 1;

/** The object version to sign. */
export interface RequestedSource {
  readonly bucketName: string;
  readonly key: string;
  readonly version: string;
}

/** Where AWS Signer stores the signed object. */
export interface RequestedDestination {
  readonly bucketName: string;
  /** Prefix of the signed object's name, without a separator between them. Empty for no prefix. */
  readonly prefix: string;
}

/** Signs the source, or returns the outcome of this request in an earlier invocation. */
export interface SignRequest {
  readonly protocolVersion: number;
  readonly operation: "sign";
  /** Identity of the request in Terraform's state, and the client request token of its first attempt. */
  readonly requestToken: string;
  /** Id of a job to adopt instead of signing, if it is the declared job. */
  readonly importJobId: string | null;
  readonly source: RequestedSource;
  readonly destination: RequestedDestination;
  readonly profileName: string;
  /** Account that owns the profile, if it is not the account of the function. */
  readonly profileOwner: string | null;
  readonly ignoreSigningJobFailure: boolean;
  /** How long to wait for the job, in seconds. `null`: as long as the function can run. */
  readonly timeoutSeconds: number | null;
}

/** The field that Terraform adds to the event of an invocation with `lifecycle_scope = "CRUD"`. */
export interface TerraformLifecycle {
  readonly action: "create" | "update" | "delete";
}

/** Returns a job's result unchanged, and revokes the job's signature when Terraform deletes the invocation. */
export interface RevokeRequest {
  readonly protocolVersion: number;
  readonly operation: "revoke";
  /** The result of the `sign` invocation, returned unchanged on create and update. */
  readonly signingJob: RevocableSigningJob;
  readonly reason: string;
  /**
   * Address of this invocation in Terraform, such as `aws_lambda_invocation.sign_Revocation_0D3A1C2B`. A user who must
   * remove the invocation from the state needs it. `null` in events of versions that did not send it.
   */
  readonly address: string | null;
  readonly tf: TerraformLifecycle;
}

/** A signing result. Revocation reads these fields and leaves the others unchanged. */
export interface RevocableSigningJob {
  readonly jobId: string;
  readonly jobOwner: string | null;
  readonly [field: string]: unknown;
}

export type HandlerRequest = SignRequest | RevokeRequest;
