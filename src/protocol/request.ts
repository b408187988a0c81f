/**
 * What the constructs send to the custom resource's function.
 *
 * The text of an event is part of Terraform's state: a field that is added to every event replaces every
 * invocation on the next apply. New fields are therefore optional and sent only where they are used.
 */

/** Version of this contract. A handler refuses events of a later version than its own. */
export const PROTOCOL_VERSION = 1;

/** The object version to sign. */
export interface RequestedSource {
  readonly bucketName: string;
  readonly key: string;
  readonly version: string;
}

/** Where the signed object goes. */
export interface RequestedDestination {
  readonly bucketName: string;
  /** Put in front of the signed object's name as it is, without a separator. Empty for none. */
  readonly prefix: string;
}

/** Sign the source, or find out what became of this request in an earlier invocation. */
export interface SignRequest {
  readonly protocolVersion: number;
  readonly operation: "sign";
  /** Identity of the request in Terraform's state, and the client request token of its first attempt. */
  readonly requestToken: string;
  /** A job to adopt in place of signing, if it is the declared one. */
  readonly importJobId: string | null;
  readonly source: RequestedSource;
  readonly destination: RequestedDestination;
  readonly profileName: string;
  /** Account that owns the profile, where it is not the account of the function. */
  readonly profileOwner: string | null;
  readonly ignoreSigningJobFailure: boolean;
  /** How long to wait for the job, in seconds. `null`: as long as the function may run. */
  readonly timeoutSeconds: number | null;
}

/** What Terraform adds to the event of an invocation with `lifecycle_scope = "CRUD"`. */
export interface TerraformLifecycle {
  readonly action: "create" | "update" | "delete";
}

/** Pass a job's result through, and revoke the job's signature once Terraform deletes the invocation. */
export interface RevokeRequest {
  readonly protocolVersion: number;
  readonly operation: "revoke";
  /** The result of the `sign` invocation, returned unchanged on create and update. */
  readonly signingJob: RevocableSigningJob;
  readonly reason: string;
  /**
   * Address of this invocation in Terraform, such as `aws_lambda_invocation.sign_Revocation_0D3A1C2B`, for whoever has to take it
   * out of the state. `null` in events of versions that did not send it.
   */
  readonly address: string | null;
  readonly tf: TerraformLifecycle;
}

/** A signing result of which revocation reads these fields and keeps the others as they are. */
export interface RevocableSigningJob {
  readonly jobId: string;
  readonly jobOwner: string | null;
  readonly [field: string]: unknown;
}

export type HandlerRequest = SignRequest | RevokeRequest;
