import { createServer, IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

export type Respond = (response: ServerResponse, request: ReceivedRequest) => void;

/** An HTTP server on loopback that answers as each test says. */
export class HttpSigner {
  public static async start(): Promise<HttpSigner> {
    const signer = new HttpSigner();
    await new Promise<void>((resolve) => signer.server.listen(0, "127.0.0.1", resolve));
    return signer;
  }

  public readonly received: ReceivedRequest[] = [];
  public respond: Respond = json(500, {});
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const received = {
          method: request.method ?? "",
          path: request.url ?? "",
          headers: request.headers,
          body: text === "" ? null : JSON.parse(text),
        };
        this.received.push(received);
        this.respond(response, received);
      });
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** For clients of the AWS SDK. */
  public get clientConfig() {
    const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
    return { endpoint: this.url, region: "eu-central-1", credentials };
  }

  public async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Respond {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}
