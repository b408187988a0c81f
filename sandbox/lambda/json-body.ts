import { userError } from "./lambda-error";

/** @throws AwsError 400 if the body of a request is no JSON object */
export function jsonBody(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw userError(
    400,
    "InvalidRequestContentException",
    "Could not parse request body into json: it is no JSON object.",
  );
}
