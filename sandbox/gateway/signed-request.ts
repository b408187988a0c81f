import { percentDecode } from "../http/percent-encoding";

/** The signature of a request as it is sent (AWS Signature Version 4). Nothing is verified here. */
export interface RequestSignature {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  /** Signing name of the service, such as `signer` or `lambda`. */
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp: string;
  readonly sessionToken?: string;
  /** Seconds of validity of a presigned URL; absent if the signature is in the headers. */
  readonly expires?: number;
}

export type Headers = Readonly<Record<string, string>>;

/**
 * Reads the signature of a request from its `Authorization` header, or from the query of a presigned URL.
 *
 * @returns `undefined` if the request is not signed, or its form is unknown
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureOf(headers: Headers, query: URLSearchParams): RequestSignature | undefined {
  return headerSignature(headers) ?? querySignature(query);
}

function headerSignature(headers: Headers): RequestSignature | undefined {
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(headers.authorization ?? "");
  if (!match) return undefined;
  const fields = new Map(match[1].split(/\s*,\s*/).map((field) => splitOnce(field, "=")));
  return assemble({
    credential: fields.get("Credential"),
    signedHeaders: fields.get("SignedHeaders"),
    signature: fields.get("Signature"),
    timestamp: headers["x-amz-date"],
    sessionToken: headers["x-amz-security-token"],
  });
}

function querySignature(query: URLSearchParams): RequestSignature | undefined {
  if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") return undefined;
  return assemble({
    credential: query.get("X-Amz-Credential") ?? undefined,
    signedHeaders: query.get("X-Amz-SignedHeaders") ?? undefined,
    signature: query.get("X-Amz-Signature") ?? undefined,
    timestamp: query.get("X-Amz-Date") ?? undefined,
    sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
    expires: Number(query.get("X-Amz-Expires")),
  });
}

function assemble(fields: {
  credential?: string;
  signedHeaders?: string;
  signature?: string;
  timestamp?: string;
  sessionToken?: string;
  expires?: number;
}): RequestSignature | undefined {
  const scope = percentDecode(fields.credential ?? "").split("/");
  if (scope.length !== 5 || scope[4] !== "aws4_request") return undefined;
  if (!fields.signedHeaders || !fields.signature || !fields.timestamp) return undefined;
  const [accessKeyId, date, region, service] = scope;
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: fields.signedHeaders.split(";"),
    signature: fields.signature,
    timestamp: fields.timestamp,
    sessionToken: fields.sessionToken,
    expires: fields.expires,
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
