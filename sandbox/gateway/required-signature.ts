import type { Incoming } from "./incoming";
import { AwsError } from "../http/aws-error";

/** The first segments of AWS Signer's paths. Tags have a path that other services use, too. */
const SIGNER_PATH =
  /^\/(signing-jobs|signing-profiles|signing-platforms|revocations)(\/|$)|^\/tags\/arn(:|%3A)[^/]*signer(:|%3A)/i;

/**
 * Refuses credentials in an unknown form. The backend would treat the request as anonymous.
 *
 * @throws AwsError 403
 */
export function requireUnderstoodCredentials({ bringsCredentials, signature }: Incoming): void {
  if (signature || !bringsCredentials) return;
  throw new AwsError(
    403,
    "IncompleteSignatureException",
    "The request is not signed with AWS Signature Version 4. It requires a credential scope of the form " +
      "KEY/YYYYMMDD/REGION/SERVICE/aws4_request, the signed headers, a signature and a date.",
  );
}

/**
 * Keeps requests to a path of AWS Signer from the backend, which has an AWS Signer of its own. A bucket may have the
 * name of such a path.
 *
 * @throws AwsError 403
 */
export function requireSignerScope({ path, signature }: Incoming): void {
  if (!SIGNER_PATH.test(path)) return;
  if (!signature) throw new AwsError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  if (["signer", "lambda", "s3"].includes(signature.service)) return;
  throw new AwsError(
    403,
    "InvalidSignatureException",
    `Credential should be scoped to correct service: 'signer', not '${signature.service}'.`,
  );
}
