import type { RequestedSource, SignRequest } from "../protocol/request";
import type { ReportedText, ReportedTime, SignedObjectResult } from "../protocol/result";

/**
 * AWS Signer, limited to the operations that this function uses. Every method sends exactly one HTTP request, or throws
 * an `AwsRequestError`.
 */
export interface SignerPort {
  startSigningJob(input: StartSigningJobInput, timeoutMs: number): Promise<Answer<StartedSigningJob>>;
  describeSigningJob(jobId: string, timeoutMs: number): Promise<Answer<SigningJob>>;
  revokeSignature(input: RevokeSignatureInput, timeoutMs: number): Promise<void>;
}

/**
 * AWS Lambda, limited to the information that a revocation requires. As in `SignerPort`, each call is one HTTP request.
 */
export interface FunctionsPort {
  listFunctions(marker: string | null, timeoutMs: number): Promise<Answer<FunctionPage>>;
}

export interface FunctionPage {
  readonly functions: readonly ListedFunction[];
  /** Start of the next page; `null` on the last one. */
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
  /** The time of the answer on AWS's clock; `null` if the answer does not contain it. */
  readonly serverTime: Date | null;
}

export interface StartedSigningJob {
  readonly jobId: string;
  readonly jobOwner: string | null;
}

/** A job as DescribeSigningJob reports it. `status` can be any text: AWS adds values without notice. */
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
  /** Milliseconds that only increase, from an arbitrary zero: never the time of day. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, but not including, 1. */
  random(): number;
}

/** Logs one event. Details must not contain secrets: they are written to CloudWatch Logs. */
export type Log = (event: string, details: Readonly<Record<string, unknown>>) => void;

export type AwsOperation = "StartSigningJob" | "DescribeSigningJob" | "RevokeSignature" | "ListFunctions";

/**
 * The code of an answer that does not come from AWS, such as the HTML page of a proxy. Its status contains no
 * information about the request.
 */
export const FOREIGN_ANSWER = "ForeignAnswer";

/** One failed request to AWS: the known facts, independent of any SDK. */
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

  /** Code and message as quoted to a user. */
  public get quote(): string {
    return this.message === "" ? this.code : `${this.code}: ${this.message}`;
  }
}
