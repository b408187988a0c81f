import { AwsOperation, AwsRequestError, FOREIGN_ANSWER } from "../ports";
import { failureKind } from "../retry/failure-kind";

/** Properties that the SDK, Node and AWS add to the errors that they throw. */
interface ThrownError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  /** The SDK sets it only on errors that AWS returned. */
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The SDK's name for an answer without an error code. */
const WITHOUT_CODE = "Unknown";

/**
 * Converts a failed request to an `AwsRequestError`. An error that is neither an answer nor a failed connection is a
 * defect and stays unchanged.
 */
export function awsRequestError(operation: AwsOperation, thrown: unknown, timeoutMs: number): unknown {
  if (thrown instanceof AwsRequestError) return thrown;
  const error: ThrownError = typeof thrown === "object" && thrown !== null ? thrown : {};
  const httpStatus = error.$metadata?.httpStatusCode ?? null;
  const failure = new AwsRequestError(operation, codeOf(error), messageOf(error, timeoutMs), httpStatus);
  return httpStatus === null && failureKind(failure) === "refused" ? thrown : failure;
}

/** The quoted answer to a request, if it does not come from AWS. */
export function foreignAnswer(operation: AwsOperation, httpStatus: number, body: string): AwsRequestError {
  return new AwsRequestError(operation, FOREIGN_ANSWER, body.trim(), httpStatus);
}

function codeOf(error: ThrownError): string {
  const name = text(error.name) || "Error";
  // On an answer of AWS, `code` is a detail in addition to the name of the error.
  if (isAnswer(error)) return name;
  if (error.$metadata?.httpStatusCode !== undefined && !isConnectionError(error)) return FOREIGN_ANSWER;
  return text(error.code) || name;
}

/**
 * If a signature does not match, AWS may repeat the request as it was signed, including the session token.
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

/** If a connection breaks in the middle of an answer, the error still has the status of that answer. */
function isConnectionError({ name, code }: ThrownError): boolean {
  return text(code) !== "" || name === "AbortError" || name === "TimeoutError";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
