import { Agent, request, type IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { AwsError } from "../http/aws-error";
import type { AwsResponse } from "../http/aws-request";
import { readBody } from "../http/read-body";

/** Headers that belong to one connection, and `Expect`, which the gateway has already answered. */
const CONNECTION_HEADERS = new Set(["connection", "keep-alive", "proxy-connection", "upgrade", "expect"]);

/** Forwards requests to the backend unchanged, including the client's `Host`, which its signature covers. */
export class BackendProxy {
  private readonly url: URL;
  // Idle connections are closed before the backend closes them (after 75 seconds), so none is used while it closes.
  private readonly agent = new Agent({ keepAlive: true, timeout: 30_000 });

  constructor(url: string) {
    this.url = new URL(url);
  }

  /**
   * Sends the request on and returns the backend's answer as it begins.
   *
   * @param body what has been read of the request already, which is all of it; otherwise it is streamed
   */
  public async open(incoming: IncomingMessage, body?: Buffer): Promise<IncomingMessage> {
    return new Promise((done, failed) => {
      const outgoing = request({
        hostname: this.url.hostname,
        port: this.url.port,
        agent: this.agent,
        method: incoming.method,
        path: incoming.url,
        // In the form of rawHeaders, which keeps order, case and repetition.
        headers: forwardedHeaders(incoming.rawHeaders) as never,
      });
      outgoing.once("response", done);
      outgoing.once("error", (error) => failed(unavailable(error)));
      if (body) outgoing.end(body);
      else pipeline(incoming, outgoing).catch((error: Error) => failed(unavailable(error)));
    });
  }

  public async exchange(incoming: IncomingMessage, body: Buffer): Promise<AwsResponse> {
    const answer = await this.open(incoming, body);
    const answerBody = (await readBody(answer)) ?? Buffer.alloc(0);
    return { status: answer.statusCode ?? 502, headers: singleHeaders(answer), body: answerBody };
  }

  public close(): void {
    this.agent.destroy();
  }
}

export function forwardedHeaders(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !CONNECTION_HEADERS.has(rawHeaders[index - (index % 2)].toLowerCase()));
}

function singleHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(message.headersDistinct)) {
    if (!CONNECTION_HEADERS.has(name) && name !== "transfer-encoding") headers[name] = values.join(", ");
  }
  return headers;
}

function unavailable(error: Error): AwsError {
  const gone = (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
  // Clients repeat a 503 for minutes, which helps a connection that broke but not a backend that is gone.
  return new AwsError(
    gone ? 400 : 503,
    "SandboxBackendUnavailable",
    `The sandbox's backend ${gone ? "has ended; start the sandbox again" : "broke the connection"} (${error.message}).`,
  );
}
