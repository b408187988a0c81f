import { SignerError, SignerOperation } from "../ports";
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

/** A failed request as a `SignerError`. What is neither an answer of AWS nor a failed connection is a defect, and stays as it is. */
export function signerError(operation: SignerOperation, thrown: unknown, timeoutMs: number): unknown {
  const error: ThrownError = typeof thrown === "object" && thrown !== null ? thrown : {};
  const httpStatus = error.$metadata?.httpStatusCode ?? null;
  const name = text(error.name) || "Error";
  // A connection that fails has Node's code. On AWS's answer, `code` is a detail beside the name of the error.
  const code = isAnswer(error) ? name : text(error.code) || name;
  const failure = new SignerError(operation, code, messageOf(error, name, timeoutMs), httpStatus);
  return httpStatus === null && failureKind(failure) === "refused" ? thrown : failure;
}

/**
 * With a signature that does not match, AWS may repeat the request as it was signed, the session token in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const SIGNED_REQUEST = /\s*The Canonical String for this request[^]*/i;

function messageOf(error: ThrownError, name: string, timeoutMs: number): string {
  if (name === "AbortError") return `no complete answer within ${(timeoutMs / 1000).toFixed(1)} s`;
  const message = text(error.message);
  // The SDK adds a line for programmers to what is no answer of AWS Signer's.
  if (!isAnswer(error)) return message.split("\n")[0];
  const isMissing = message === "" || message === name || message === "UnknownError";
  return isMissing ? text(error.code) : message.replace(SIGNED_REQUEST, "");
}

function isAnswer(error: ThrownError): boolean {
  return error.$fault !== undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
