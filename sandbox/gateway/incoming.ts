import type { IncomingMessage } from "node:http";
import type { SignedContent } from "./signature-verification";
import { signatureOf, type Headers, type RequestSignature } from "./signed-request";

/** A request that the gateway received, in parts. */
export interface Incoming {
  readonly message: IncomingMessage;
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Headers;
  readonly signature?: RequestSignature;
  /** Whether the request has credentials of any kind. */
  readonly bringsCredentials: boolean;
}

/** Of presigned URLs, with version 4 and version 2 of AWS's signatures. */
const CREDENTIAL_PARAMETERS = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "AWSAccessKeyId"];

export function takeApart(message: IncomingMessage): Incoming {
  const target = message.url ?? "/";
  const at = target.indexOf("?");
  const path = at < 0 ? target : target.slice(0, at);
  const rawQuery = at < 0 ? "" : target.slice(at + 1);
  const query = new URLSearchParams(rawQuery);
  const headers = joinedHeaders(message);
  return {
    message,
    method: message.method ?? "GET",
    path,
    rawQuery,
    query,
    headers,
    signature: signatureOf(headers, query),
    bringsCredentials: headers.authorization !== undefined || CREDENTIAL_PARAMETERS.some((name) => query.has(name)),
  };
}

export function contentOf({ method, path, rawQuery, headers }: Incoming, body: Buffer): SignedContent {
  return { method, path, rawQuery, headers, body };
}

function joinedHeaders(message: IncomingMessage): Headers {
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(message.headersDistinct)) headers[name] = values.join(",");
  return headers;
}
