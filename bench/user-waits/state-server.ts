import { createServer, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * Keeps Terraform's states in memory, one per path. Terraform rewrites a local state after each resource, which takes
 * most of the time of an apply of 1,000 jobs. It sends its state to a server only every 20 s.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/http
 */
export class StateServer {
  public static async start(): Promise<StateServer> {
    const states = new Map<string, Buffer>();
    const server = createServer(async (request, response) => {
      const path = request.url ?? "/";
      const body = await buffer(request);
      if (request.method === "POST") states.set(path, body);
      const state = states.get(path);
      response.writeHead(state === undefined ? 404 : 200).end(request.method === "GET" ? state : undefined);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new StateServer(server);
  }

  private constructor(private readonly server: Server) {}

  public address(name: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
