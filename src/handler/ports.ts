import type { RequestedSource, SignRequest } from "../protocol/request";

/** AWS Signer, reduced to what this function asks of it. Every method makes exactly one HTTP request, or throws a `SignerError`. */
export interface SignerPort {
  startSigningJob(input: StartSigningJobInput, timeoutMs: number): Promise<Answer<StartedSigningJob>>;
  describeSigningJob(jobId: string, timeoutMs: number): Promise<Answer<SigningJob>>;
  revokeSignature(input: RevokeSignatureInput, timeoutMs: number): Promise<void>;
}

export interface StartSigningJobInput extends Pick<
  SignRequest,
  "source" | "destination" | "profileName" | "profileOwner"
> {
  readonly clientRequestToken: string;
}

export interface RevokeSignatureInput {
  readonly jobId: string;
  readonly jobOwner: string | null;
  readonly reason: string;
}

export interface Answer<T> {
  readonly value: T;
  /** AWS Signer's own time as it answered; `null` if it did not tell. */
  readonly serverTime: Date | null;
}

export interface StartedSigningJob {
  readonly jobId: string;
  readonly jobOwner: string | null;
}

/** A job as DescribeSigningJob reports it. `status` is any text: AWS adds values without notice. */
export interface SigningJob {
  readonly jobId: string;
  readonly jobOwner: string | null;
  readonly jobInvoker: string | null;
  readonly status: string;
  readonly statusReason: string | null;
  readonly platformId: string | null;
  readonly platformDisplayName: string | null;
  readonly profileName: string | null;
  readonly profileVersion: string | null;
  readonly requestedBy: string | null;
  readonly createdAt: Date | null;
  readonly completedAt: Date | null;
  readonly signatureExpiresAt: Date | null;
  readonly source: RequestedSource | null;
  readonly signedObject: { readonly bucketName: string | null; readonly key: string | null } | null;
  readonly revocation: Revocation | null;
}

export interface Revocation {
  readonly reason: string | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

export interface Clock {
  /** Milliseconds that only ever grow, from an arbitrary zero: never the time of day. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, but without, 1. */
  random(): number;
}

/** Notes one event of interest. Details must be free of secrets: they end up in CloudWatch Logs. */
export type Log = (event: string, details: Readonly<Record<string, unknown>>) => void;

export type SignerOperation = "StartSigningJob" | "DescribeSigningJob" | "RevokeSignature";

/** One request to AWS Signer that failed: what is known of it, free of any SDK. */
export class SignerError extends Error {
  constructor(
    public readonly operation: SignerOperation,
    /** AWS's error code or Node's, such as `ThrottlingException` or `ECONNRESET`. */
    public readonly code: string,
    message: string,
    /** `null` if no answer arrived. */
    public readonly httpStatus: number | null,
  ) {
    super(message);
    this.name = "SignerError";
  }

  /** Code and message as they are quoted to a user. */
  public get quote(): string {
    return this.message === "" ? this.code : `${this.code}: ${this.message}`;
  }
}
