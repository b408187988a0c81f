import { createHash } from "node:crypto";

/**
 * The client request token of a request's n-th attempt, counted from 0.
 *
 * AWS Signer answers a repeated token with the first answer, even if that job has failed since, so every attempt has
 * its own token. Attempt 0 uses the token of the request. A later attempt uses a hash of the request's token and the
 * number of the attempt, in the form of a UUID (version 8, RFC 9562). AWS's own SDKs also send UUIDs.
 *
 * This function must never change: an apply that continues an earlier one finds the earlier jobs through it, also
 * across an upgrade of the library.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_StartSigningJob.html
 */
export function attemptToken(requestToken: string, attempt: number): string {
  if (attempt === 0) return requestToken;
  const hash = createHash("sha256").update(`${requestToken}\n${attempt}`).digest("hex");
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
