import { ACCOUNT_ID, PROFILE_NAME, REVOCATION_REASON, TIMEOUT_SECONDS } from "./constraints";
import { formatValue, FieldReader, Fields, isFields } from "./field-reader";
import { HandlerRequest, PROTOCOL_VERSION, RevocableSigningJob, RevokeRequest, SignRequest } from "./request";

/** Either the event as a request, or a description of every problem with the event. */
export type ValidatedRequest =
  | { readonly valid: true; readonly request: HandlerRequest }
  | { readonly valid: false; readonly problems: readonly string[] };

/**
 * Checks an event against the contract and converts it to its exact form.
 *
 * Booleans and numbers can be strings, because untyped Terraform variables are strings. A field that is not part of the
 * contract is a problem, because its request would be silently ignored.
 */
export function validateRequest(event: unknown): ValidatedRequest {
  if (!isFields(event)) {
    return { valid: false, problems: [`the event must be a JSON object, received ${formatValue(event)}`] };
  }
  const problems: string[] = [];
  const reader = new FieldReader(event, problems);
  const protocolVersion = reader.wholeNumber("protocolVersion", 1, Number.MAX_SAFE_INTEGER);
  if (protocolVersion > PROTOCOL_VERSION) {
    // This version does not know the other fields of a later version, so it does not check them.
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
    // The AWS provider sends this object and can add fields to it. An unknown field must not block a destroy.
    tf: reader.nestedOpen("tf", (tf) => ({ action: tf.oneOf("action", ["create", "update", "delete"]) })),
  };
}

/** The result of an earlier invocation, possibly of an older version. All other fields are passed through unchanged. */
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
