import { AwsOperation, AwsRequestError, FOREIGN_ANSWER } from "../ports";
import { failureKind } from "../retry/failure-kind";

/** What the SDK, Node and AWS put on the errors that they throw. */
interface ThrownError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  /** Set by the SDK on the errors that AWS answered with, and on no other. */
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What the SDK calls an answer without the code of an error. */
const WITHOUT_CODE = "Unknown";

/** A failed request as an `AwsRequestError`. What is neither an answer nor a failed connection is a defect, and stays as it is. */
export function awsRequestError(operation: AwsOperation, thrown: unknown, timeoutMs: number): unknown {
  if (thrown instanceof AwsRequestError) return thrown;
  const error: ThrownError = typeof thrown === "object" && thrown !== null ? thrown : {};
  const httpStatus = error.$metadata?.httpStatusCode ?? null;
  const failure = new AwsRequestError(operation, codeOf(error), messageOf(error, timeoutMs), httpStatus);
  return httpStatus === null && failureKind(failure) === "refused" ? thrown : failure;
}

/** The answer to a request that is not AWS's, quoted. */
export function foreignAnswer(operation: AwsOperation, httpStatus: number, body: string): AwsRequestError {
  return new AwsRequestError(operation, FOREIGN_ANSWER, body.trim(), httpStatus);
}

function codeOf(error: ThrownError): string {
  const name = text(error.name) || "Error";
  // On AWS's answer, `code` is a detail beside the name of the error.
  if (isAnswer(error)) return name;
  if (error.$metadata?.httpStatusCode !== undefined && !isConnectionError(error)) return FOREIGN_ANSWER;
  return text(error.code) || name;
}

/**
 * With a signature that does not match, AWS may repeat the request as it was signed, the session token in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const SIGNED_REQUEST = /\s*The Canonical String for this request[^]*/i;

function messageOf(error: ThrownError, timeoutMs: number): string {
  if (error.name === "AbortError") return `no complete answer within ${(timeoutMs / 1000).toFixed(1)} s`;
  const message = text(error.message);
  // The SDK adds a line for programmers to an answer that it cannot read.
  if (!isAnswer(error)) return message === "UnknownError" ? "" : message.split("\n")[0];
  const isMissing = message === "" || message === error.name || message === "UnknownError";
  return isMissing ? text(error.code) : message.replace(SIGNED_REQUEST, "");
}

function isAnswer({ $fault, name }: ThrownError): boolean {
  return $fault !== undefined && name !== WITHOUT_CODE;
}

/** A connection that breaks in the middle of an answer leaves its status behind. */
function isConnectionError({ name, code }: ThrownError): boolean {
  return text(code) !== "" || name === "AbortError" || name === "TimeoutError";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
