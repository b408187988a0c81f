import { AwsRequestError, FOREIGN_ANSWER } from "../ports";

/**
 * What a failed request means for the next one.
 *
 * - `throttled`: for now, there are more requests than AWS allows the account.
 * - `unavailable`: the service or the way to it is broken for now.
 * - `accessDenied`: for good, or because IAM has not propagated yet.
 * - `notFound`: AWS Signer says so itself; for good, or because Signer has not propagated yet.
 * - `badSignature`: for good, or because the function's clock was wrong; the SDK corrects that with the first answer.
 * - `foreign`: the answer is not AWS's, and says nothing about what was asked.
 * - `badCredentials`, `refused`: for good.
 */
export type FailureKind =
  "throttled" | "unavailable" | "accessDenied" | "notFound" | "badSignature" | "badCredentials" | "foreign" | "refused";

const THROTTLED = new Set([
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "Throttling",
  "ThrottledException",
  "ThrottlingException",
  "TooManyRequestsException",
]);

const BAD_SIGNATURE = new Set([
  "InvalidSignatureException",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);

const BAD_CREDENTIALS = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "InvalidClientTokenId",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "UnrecognizedClientException",
]);

/** Codes of a failed connection, from Node (`errno`) and from the SDK's HTTP handler. */
const NO_CONNECTION = new Set([
  "AbortError",
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "TimeoutError",
]);

/**
 * StartSigningJob also rejects a caller that may not (yet) use the buckets, with an undocumented code. Only its text
 * identifies this case.
 */
const DENIED_IN_WORDS = /not authorized|access ?denied|forbidden/i;

export function failureKind(error: AwsRequestError): FailureKind {
  const { code, httpStatus } = error;
  if (THROTTLED.has(code) || httpStatus === 429) return "throttled";
  if (NO_CONNECTION.has(code)) return "unavailable";
  if (BAD_SIGNATURE.has(code)) return "badSignature";
  if (BAD_CREDENTIALS.has(code)) return "badCredentials";
  if (code === "InternalServiceErrorException") return "unavailable";
  if (httpStatus !== null && (httpStatus >= 500 || httpStatus === 408)) return "unavailable";
  // The request was accepted, but its answer cannot be read.
  if (httpStatus !== null && httpStatus < 300) return "unavailable";
  if (code === FOREIGN_ANSWER) return "foreign";
  // Not every 404: a proxy or a wrong endpoint does not know about jobs.
  if (code === "ResourceNotFoundException") return "notFound";
  if (httpStatus === 403 || code.startsWith("AccessDenied")) return "accessDenied";
  if (error.operation === "StartSigningJob" && DENIED_IN_WORDS.test(error.message)) return "accessDenied";
  return "refused";
}
