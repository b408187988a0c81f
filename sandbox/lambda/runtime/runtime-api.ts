import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../../http/read-body";

export interface RuntimeInvocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: Buffer;
  /** Called when the runtime takes the invocation. Returns when it must be done, in milliseconds since the epoch. */
  taken(): number;
}

/** What the runtime posted for an invocation, or instead of one. */
export interface RuntimeAnswer {
  readonly payload: Buffer;
  readonly failed: boolean;
}

interface Pending {
  readonly invocation: RuntimeInvocation;
  readonly answer: (answer: RuntimeAnswer) => void;
  taken: boolean;
}

const PREFIX = "/2018-06-01/runtime";

/**
 * Lambda's side of the Runtime API, for one execution environment.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  public static async open(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    await new Promise<void>((done) => api.server.listen(0, "127.0.0.1", done));
    return api;
  }

  private readonly server: Server;
  /** The runtime's request for its next invocation, while there is none. */
  private next?: ServerResponse;
  private pending?: Pending;
  private initFailure?: Buffer;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.requestTimeout = 0;
  }

  /** For `AWS_LAMBDA_RUNTIME_API`. */
  public get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Never settles if the runtime posts no answer. */
  public async invoke(invocation: RuntimeInvocation): Promise<RuntimeAnswer> {
    return new Promise((answer) => {
      if (this.initFailure) return answer({ payload: this.initFailure, failed: true });
      this.pending = { invocation, answer, taken: false };
      return this.offer();
    });
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request).catch(() => undefined)) ?? Buffer.alloc(0);
    const [, id, action] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(this.pathOf(request)) ?? [];
    if (this.pathOf(request) === "/invocation/next") {
      this.next = response;
      this.offer();
    } else if (this.pathOf(request) === "/init/error") {
      this.initFailure = body;
      this.accept(response);
      this.pending?.answer({ payload: body, failed: true });
    } else if (this.pending?.taken && this.pending.invocation.requestId === id) {
      this.accept(response);
      this.pending.answer({ payload: body, failed: action === "error" });
      this.pending = undefined;
    } else {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ errorType: "InvalidRequestID", errorMessage: "Invalid request ID" }));
    }
  }

  private offer(): void {
    const { next, pending } = this;
    if (!next || !pending || pending.taken) return;
    const { requestId, functionArn, payload } = pending.invocation;
    this.next = undefined;
    pending.taken = true;
    next.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": requestId,
      "lambda-runtime-invoked-function-arn": functionArn,
      "lambda-runtime-deadline-ms": String(pending.invocation.taken()),
    });
    next.end(payload);
  }

  private accept(response: ServerResponse): void {
    response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ status: "OK" }));
  }

  private pathOf(request: IncomingMessage): string {
    const path = request.url ?? "";
    return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path;
  }
}
