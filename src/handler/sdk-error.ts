import { SignerError, SignerOperation } from "./signer-error";

/** What the SDK, Node and AWS put on the errors that they throw. */
interface ThrownError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  /** Set by the SDK on the errors that AWS answered with, and on no other. */
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function signerError(operation: SignerOperation, thrown: unknown, timeoutMs: number): SignerError {
  const error: ThrownError = typeof thrown === "object" && thrown !== null ? thrown : { message: String(thrown) };
  const httpStatus = error.$metadata?.httpStatusCode ?? null;
  const name = text(error.name) || "Error";
  // A connection that fails has Node's code. On AWS's answer, `code` is a detail beside the name of the error.
  const code = isAnswer(error) ? name : text(error.code) || name;
  return new SignerError(operation, code, messageOf(error, name, timeoutMs), httpStatus);
}

function messageOf(error: ThrownError, name: string, timeoutMs: number): string {
  if (name === "AbortError") return `no complete answer within ${timeoutMs / 1000} s`;
  const message = text(error.message) || text(error.code);
  if (message === name || message === "UnknownError") return "";
  // The SDK adds a line for programmers to what is no answer of AWS Signer's.
  return isAnswer(error) ? message : message.split("\n")[0];
}

function isAnswer(error: ThrownError): boolean {
  return error.$fault !== undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
