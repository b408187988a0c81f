import { SignerError, SignerOperation } from "./signer-error";

/** What the SDK, Node and AWS put on the errors that they throw. */
interface ThrownError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly Message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function signerError(operation: SignerOperation, thrown: unknown, timeoutMs: number): SignerError {
  const error: ThrownError = typeof thrown === "object" && thrown !== null ? thrown : { message: String(thrown) };
  const httpStatus = error.$metadata?.httpStatusCode ?? null;
  const name = text(error.name) || "Error";
  // A connection that fails has Node's code. On an answer, `code` is a detail of Signer's beside the name of the error.
  const code = httpStatus === null ? text(error.code) || name : name;
  return new SignerError(operation, code, messageOf(error, name, timeoutMs), httpStatus);
}

function messageOf(error: ThrownError, name: string, timeoutMs: number): string {
  if (name === "AbortError") return `no complete answer within ${timeoutMs / 1000} s`;
  // Errors of the IAM layer carry `Message` in place of `message`.
  // @see https://github.com/aws/aws-signer-notation-plugin/issues/215
  const message = text(error.message) || text(error.Message) || text(error.code);
  return message === name || message === "UnknownError" ? "" : message;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
