import type { RequestedSource, SignRequest } from "../protocol/request";
import type { ReportedText, ReportedTime, SignedObjectResult } from "../protocol/result";

/** AWS Signer, reduced to what this function asks of it. Every method makes exactly one HTTP request, or throws a `AwsRequestError`. */
export interface SignerPort {
  startSigningJob(input: StartSigningJobInput, timeoutMs: number): Promise<Answer<StartedSigningJob>>;
  describeSigningJob(jobId: string, timeoutMs: number): Promise<Answer<SigningJob>>;
  revokeSignature(input: RevokeSignatureInput, timeoutMs: number): Promise<void>;
}

/** AWS Lambda, reduced to what must be known before a signature is revoked. As `SignerPort`, one HTTP request for each call. */
export interface FunctionsPort {
  listFunctions(marker: string | null, timeoutMs: number): Promise<Answer<FunctionPage>>;
}

export interface FunctionPage {
  readonly functions: readonly ListedFunction[];
  /** Where the next page begins; `null` on the last one. */
  readonly nextMarker: string | null;
}

/** A function of the account and Region. */
export interface ListedFunction {
  readonly name: string;
  /** The signing jobs of its code and of its layers, as far as AWS Lambda checked their signatures. */
  readonly signingJobArns: readonly string[];
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
  /** The time on AWS's clock when it answered; `null` if the answer does not say. */
  readonly serverTime: Date | null;
}

export interface StartedSigningJob {
  readonly jobId: string;
  readonly jobOwner: string | null;
}

/** A job as DescribeSigningJob reports it. `status` is any text: AWS adds values without notice. */
export interface SigningJob
  extends Readonly<Record<ReportedText, string | null>>, Readonly<Record<ReportedTime, Date | null>> {
  readonly jobId: string;
  readonly status: string;
  readonly source: RequestedSource | null;
  readonly signedObject: SignedObjectResult | null;
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

export type AwsOperation = "StartSigningJob" | "DescribeSigningJob" | "RevokeSignature" | "ListFunctions";

/** The code of an answer that is not AWS's, such as the HTML page of a proxy. Its status says nothing about what was asked. */
export const FOREIGN_ANSWER = "ForeignAnswer";

/** One request to AWS that failed: what is known of it, free of any SDK. */
export class AwsRequestError extends Error {
  constructor(
    public readonly operation: AwsOperation,
    /** AWS's error code or Node's, such as `ThrottlingException` or `ECONNRESET`. */
    public readonly code: string,
    message: string,
    /** `null` if no answer arrived. */
    public readonly httpStatus: number | null,
  ) {
    super(message);
    this.name = "AwsRequestError";
  }

  /** Code and message as they are quoted to a user. */
  public get quote(): string {
    return this.message === "" ? this.code : `${this.code}: ${this.message}`;
  }
}
