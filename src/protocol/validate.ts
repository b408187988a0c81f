import { ACCOUNT_ID, PROFILE_NAME, REVOCATION_REASON, TIMEOUT_SECONDS } from "./constraints";
import { formatValue, FieldReader, Fields, isFields } from "./field-reader";
import { HandlerRequest, PROTOCOL_VERSION, RevocableSigningJob, RevokeRequest, SignRequest } from "./request";

/** Either the event as a request, or everything that is wrong with it, in words. */
export type ValidatedRequest =
  | { readonly valid: true; readonly request: HandlerRequest }
  | { readonly valid: false; readonly problems: readonly string[] };

/**
 * Checks an event against the contract and brings it into its exact form.
 *
 * Booleans and numbers may be strings, because untyped Terraform variables are. A field that is not part
 * of the contract is a problem: what it asks for would silently not happen.
 */
export function validateRequest(event: unknown): ValidatedRequest {
  if (!isFields(event)) {
    return { valid: false, problems: [`the event must be a JSON object, received ${formatValue(event)}`] };
  }
  const problems: string[] = [];
  const reader = new FieldReader(event, problems);
  const protocolVersion = reader.wholeNumber("protocolVersion", 1, Number.MAX_SAFE_INTEGER);
  if (protocolVersion > PROTOCOL_VERSION) {
    // The other fields of a later version mean nothing here, so they are not judged.
    return { valid: false, problems: [newerVersion(protocolVersion)] };
  }
  const operation = reader.oneOf("operation", ["sign", "revoke"]);
  if (problems.length > 0) return { valid: false, problems };

  const request =
    operation === "sign" ? readSign(reader, protocolVersion) : readRevoke(reader, protocolVersion, problems);
  reader.refuseUnknown();
  return problems.length > 0 ? { valid: false, problems } : { valid: true, request };
}

function readSign(reader: FieldReader, protocolVersion: number): SignRequest {
  return {
    protocolVersion,
    operation: "sign",
    requestToken: reader.text("requestToken"),
    importJobId: reader.optionalText("importJobId"),
    source: reader.nested("source", (source) => ({
      bucketName: source.text("bucketName"),
      key: source.text("key"),
      version: source.text("version"),
    })),
    destination: reader.nested("destination", (destination) => ({
      bucketName: destination.text("bucketName"),
      prefix: destination.textOrEmpty("prefix"),
    })),
    profileName: reader.text("profileName", PROFILE_NAME),
    profileOwner: reader.optionalText("profileOwner", ACCOUNT_ID),
    ignoreSigningJobFailure: reader.flag("ignoreSigningJobFailure"),
    timeoutSeconds: reader.optionalWholeNumber("timeoutSeconds", TIMEOUT_SECONDS.minimum, TIMEOUT_SECONDS.maximum),
  };
}

function readRevoke(reader: FieldReader, protocolVersion: number, problems: string[]): RevokeRequest {
  return {
    protocolVersion,
    operation: "revoke",
    signingJob: readRevocableJob(reader.object("signingJob"), problems),
    reason: reader.text("reason", REVOCATION_REASON),
    address: reader.optionalText("address"),
    // Comes from the AWS provider, which may add to it: what is not known here must not block a destroy.
    tf: reader.nestedOpen("tf", (tf) => ({ action: tf.oneOf("action", ["create", "update", "delete"]) })),
  };
}

/** The result of an earlier, maybe older, invocation: whatever else it holds is passed through. */
function readRevocableJob(fields: Fields, problems: string[]): RevocableSigningJob {
  const reader = new FieldReader(fields, problems, "signingJob");
  return { ...fields, jobId: reader.text("jobId"), jobOwner: reader.optionalText("jobOwner", ACCOUNT_ID) };
}

function newerVersion(received: number): string {
  return (
    `"protocolVersion" must be at most ${PROTOCOL_VERSION}, received ${received}: the event comes from a newer version ` +
    "of the library than this function. Deploy the function with the version of the library that made the stack"
  );
}
