import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Headers, RequestSignature } from "./signed-request";
import { AwsError } from "../http/aws-error";
import { percentDecode, percentEncode } from "../http/percent-encoding";

const CLOCK_SKEW_MS = 5 * 60 * 1000;
const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

export interface SignedContent {
  readonly method: string;
  /** As it came over the wire: percent-encoded, without the query. */
  readonly path: string;
  /** As it came over the wire. */
  readonly rawQuery: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * Computes the signature that the request should have and compares. For every service but S3, which alone does not
 * encode the path a second time.
 *
 * @throws AwsError with the texts of AWS
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySignature(
  content: SignedContent,
  signature: RequestSignature,
  secretAccessKey: string,
  now: Date,
): void {
  requireTimely(signature, now);
  requireSignedHost(signature);
  const payloadHash = payloadHashOf(content);
  const matches = canonicalPaths(content.path).some((path) => {
    const canonicalRequest = [
      content.method,
      path,
      canonicalQuery(content.rawQuery),
      canonicalHeaders(content.headers, signature.signedHeaders),
      signature.signedHeaders.join(";"),
      payloadHash,
    ].join("\n");
    return sameText(sign(canonicalRequest, signature, secretAccessKey), signature.signature);
  });
  if (!matches) {
    throw refusal(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access " +
        "Key and signing method. Consult the service documentation for details.",
    );
  }
}

function requireTimely({ timestamp, date, expires }: RequestSignature, now: Date): void {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (!parts || !timestamp.startsWith(date)) {
    throw refusal(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp}'.`,
    );
  }
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const signedAt = Date.UTC(year, month - 1, day, hour, minute, second);
  const validForMs = expires === undefined ? CLOCK_SKEW_MS : expires * 1000;
  if (now.getTime() > signedAt + validForMs) {
    throw refusal(`Signature expired: ${timestamp} is now earlier than ${compactTime(now.getTime() - validForMs)}`);
  }
  if (now.getTime() < signedAt - CLOCK_SKEW_MS) {
    throw refusal(
      `Signature not yet current: ${timestamp} is still later than ${compactTime(now.getTime() + CLOCK_SKEW_MS)}`,
    );
  }
}

function requireSignedHost({ signedHeaders }: RequestSignature): void {
  if (!signedHeaders.includes("host")) {
    throw refusal("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
}

function payloadHashOf({ headers, rawQuery, body }: SignedContent): string {
  const declared = headers["x-amz-content-sha256"];
  if (declared === UNSIGNED_PAYLOAD) return declared;
  const actual = createHash("sha256").update(body).digest("hex");
  const presigned = /(^|&)X-Amz-Signature=/.test(rawQuery);
  if (!presigned && declared !== undefined && declared !== actual) {
    throw refusal("The value of the x-amz-content-sha256 header does not match the calculated value.");
  }
  return actual;
}

/** Some SDKs normalise the path before they sign it (botocore, JavaScript), some do not (Go). */
function canonicalPaths(path: string): string[] {
  const encodeAgain = (segments: string[]) => segments.map(percentEncode).join("/");
  const segments = path.split("/");
  const normalised: string[] = [];
  for (const segment of segments) {
    if (segment === "..") normalised.pop();
    else if (segment !== "" && segment !== ".") normalised.push(segment);
  }
  const trailingSlash = path.endsWith("/") && normalised.length > 0 ? "/" : "";
  return [`/${encodeAgain(normalised)}${trailingSlash}`, encodeAgain(segments)];
}

function canonicalQuery(rawQuery: string): string {
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "" && !pair.startsWith("X-Amz-Signature="))
    .map((pair) => {
      const [name, ...value] = pair.split("=");
      return `${percentEncode(percentDecode(name))}=${percentEncode(percentDecode(value.join("=")))}`;
    })
    .sort()
    .join("&");
}

function canonicalHeaders(headers: Headers, names: readonly string[]): string {
  return names.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/\s+/g, " ")}\n`).join("");
}

function sign(canonicalRequest: string, scope: RequestSignature, secretAccessKey: string): string {
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const { timestamp, date, region, service } = scope;
  const requestHash = createHash("sha256").update(canonicalRequest).digest("hex");
  const stringToSign = `AWS4-HMAC-SHA256\n${timestamp}\n${date}/${region}/${service}/aws4_request\n${requestHash}`;
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, stringToSign).toString("hex");
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function compactTime(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
}

function refusal(message: string): AwsError {
  return new AwsError(403, "InvalidSignatureException", message);
}
