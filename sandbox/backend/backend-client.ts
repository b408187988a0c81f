import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import { elementText } from "./xml";
import type { CallerCredentials } from "../http/aws-request";
import { NodeSha256 } from "../http/node-sha256";
import { percentEncode } from "../http/percent-encoding";
import { readBody } from "../http/read-body";

export interface BackendRequest {
  readonly service: string;
  readonly region: string;
  readonly credentials: CallerCredentials;
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface BackendResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A refusal by the backend, with the text of the service that refused. */
export class BackendError extends Error {
  constructor(
    public readonly status: number,
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "BackendError";
  }
}

/** Signed calls to the backend, each with the credentials of its caller. */
export class BackendClient {
  private readonly url: URL;
  // Idle connections are closed before the backend closes them (after 75 seconds), so none is used while it closes.
  private readonly agent = new Agent({ keepAlive: true, timeout: 30_000 });

  constructor(url: string) {
    this.url = new URL(url);
  }

  public async send(call: BackendRequest): Promise<BackendResponse> {
    const signer = new SignatureV4({
      service: call.service,
      region: call.region,
      credentials: call.credentials,
      sha256: NodeSha256,
      uriEscapePath: call.service !== "s3",
    });
    const signed = await signer.sign({
      method: call.method,
      protocol: this.url.protocol,
      hostname: this.url.hostname,
      port: Number(this.url.port),
      path: call.path,
      query: { ...call.query },
      headers: { ...call.headers, host: this.url.host },
      body: call.body,
    });
    return this.exchange(call, signed.headers);
  }

  /** Calls an action of a service with a query API, such as IAM and STS, and returns its XML. */
  public async query(
    service: string,
    region: string,
    credentials: CallerCredentials,
    parameters: Readonly<Record<string, string>>,
  ): Promise<string> {
    const response = await this.send({
      service,
      region,
      credentials,
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: queryString(parameters),
    });
    const xml = response.body.toString("utf8");
    if (response.status >= 300) {
      const code = elementText(xml, "Code") ?? `HTTP ${response.status}`;
      throw new BackendError(response.status, code, elementText(xml, "Message") ?? xml);
    }
    return xml;
  }

  public close(): void {
    this.agent.destroy();
  }

  private async exchange(call: BackendRequest, headers: Record<string, string>): Promise<BackendResponse> {
    const query = queryString(call.query ?? {});
    return new Promise((done, failed) => {
      const outgoing = request(this.url, {
        agent: this.agent,
        method: call.method,
        path: query ? `${call.path}?${query}` : call.path,
        headers: { ...headers, "content-length": String(Buffer.byteLength(call.body ?? "")) },
      });
      outgoing.once("error", failed);
      outgoing.once("response", (response) => {
        readBody(response).then(
          (body = Buffer.alloc(0)) => done({ status: response.statusCode ?? 502, headers: response.headers, body }),
          failed,
        );
      });
      outgoing.end(call.body);
    });
  }
}

/**
 * The root of an account: its access key is the account id.
 *
 * @see the backend's documentation of multi-tenancy
 */
export function rootOf(accountId: string): CallerCredentials {
  return { accessKeyId: accountId, secretAccessKey: "test" };
}

function queryString(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}
