import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionDropped } from "./connection-dropped";
import { takeApart, type Incoming } from "./incoming";
import type { OwnServices } from "./own-services";
import type { PassThrough } from "./pass-through";
import { writeAnswer } from "./write-answer";
import type { AdminApi } from "../admin/admin-api";
import { AwsError } from "../http/aws-error";

/** What the gateway does with a request after it has found the service. */
export interface GatewayParts {
  readonly admin: AdminApi;
  readonly ownServices: OwnServices;
  readonly passThrough: PassThrough;
}

/** The one HTTP port of the sandbox. Requests find their service by the credential scope of their signature. */
export class Gateway {
  private readonly server: Server;
  private parts?: GatewayParts;

  constructor() {
    this.server = createServer((message, response) => void this.serve(message, response));
    // A function may run for 15 minutes before its answer begins, and a large upload may take as long.
    this.server.requestTimeout = 0;
    this.server.keepAliveTimeout = 75_000;
  }

  /** Opens the port. Requests wait until `serve` is called. */
  public async listen(port: number, host = "127.0.0.1"): Promise<string> {
    await new Promise<void>((done, failed) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => failed(listenError(error, port)));
      this.server.listen(port, host, done);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public use(parts: GatewayParts): void {
    this.parts = parts;
  }

  public async close(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.dispatch(takeApart(message), response);
    } catch (error) {
      if (error instanceof ConnectionDropped) message.socket.resetAndDestroy();
      else writeError(response, error);
    }
  }

  private async dispatch(incoming: Incoming, response: ServerResponse): Promise<void> {
    const { path } = incoming;
    if (!this.parts) throw new AwsError(503, "SandboxStarting", "The sandbox is still starting.");
    if (path.startsWith("/_sandbox/")) return writeAnswer(response, await this.parts.admin.handle(incoming));
    if (path.startsWith("/_ministack/")) {
      throw new AwsError(
        404,
        "NotFound",
        "The backend's own endpoints are not for clients of the sandbox; see /_sandbox/.",
      );
    }
    const own = this.parts.ownServices.recognise(incoming);
    if (own) writeAnswer(response, await this.parts.ownServices.serve(own));
    else await this.parts.passThrough.serve(incoming, response);
  }
}

function writeError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known =
    error instanceof AwsError
      ? error
      : new AwsError(
          500,
          "SandboxError",
          `The sandbox failed: ${error instanceof Error ? error.stack : String(error)}`,
        );
  writeAnswer(response, known.toResponse());
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== "EADDRINUSE") return error;
  return new Error(
    `Port ${port} of 127.0.0.1 is in use, perhaps by another sandbox. Stop what uses it, or choose another with --port.`,
  );
}
