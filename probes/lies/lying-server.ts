import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Exchange, Lie } from "./lie";
import { operationOf, type OperationName } from "./operations";

/**
 * A proxy that changes the answers of a server by a lie. It forwards everything else unchanged, including the `Host`
 * header, which the client has signed.
 */
export class LyingServer {
  public static async start(serverUrl: string, lie: Lie): Promise<LyingServer> {
    const server = new LyingServer(new URL(serverUrl), lie);
    await new Promise<void>((done) => server.server.listen(0, "127.0.0.1", done));
    return server;
  }

  private readonly server: Server;
  private readonly agent = new Agent({ keepAlive: true, timeout: 30_000 });
  private readonly counts = new Map<OperationName, number>();

  private constructor(
    private readonly target: URL,
    private readonly lie: Lie,
  ) {
    this.server = createServer((message, response) => {
      this.serve(message, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    this.agent.destroy();
    await closed;
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = message;
    const answer = await this.forward(message, await bytesOf(message));
    const path = url.split("?")[0];
    const operation = operationOf({ method, path, service: serviceOf(message) });
    const exchange: Exchange = {
      operation,
      nth: this.count(operation),
      path,
      status: answer.statusCode ?? 502,
      headers: { ...answer.headers },
      body: parsed(await bytesOf(answer)),
    };
    this.lie(exchange);
    write(response, exchange);
  }

  private count(operation: OperationName | undefined): number {
    if (operation === undefined) return 0;
    const nth = (this.counts.get(operation) ?? 0) + 1;
    this.counts.set(operation, nth);
    return nth;
  }

  private async forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    return new Promise((done, failed) => {
      const outgoing = request(this.target, { agent: this.agent, method, path: url, headers });
      outgoing.once("error", failed);
      outgoing.once("response", done);
      outgoing.end(body);
    });
  }
}

/** Signing name of the service that a request is for. */
function serviceOf({ headers }: IncomingMessage): string {
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? "")?.[1] ?? "";
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return body;
  }
}

function write(response: ServerResponse, { status, headers, body }: Exchange): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  response.sendDate = false;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    const isOurs = name === "content-length" || name === "transfer-encoding" || name === "connection";
    if (!isOurs && value !== undefined) response.setHeader(name, value);
  }
  response.setHeader("content-length", bytes.length);
  response.end(bytes);
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
