import type { CallFilter } from "./calls/call-log";
import type { RecordedCall } from "./calls/recorded-call";
import type { Fault, FaultDefinition } from "./faults/fault";

export type { CallFilter, Fault, FaultDefinition, RecordedCall };
export type { FaultEffect, FaultMatch } from "./faults/fault";

/** What a running sandbox offers in addition to AWS, under `/_sandbox/`. */
export class SandboxClient {
  constructor(
    /** The sandbox's URL, such as `http://127.0.0.1:4747`. */
    public readonly url: string,
  ) {}

  /** @returns the id of the fault, for `removeFault` */
  public async addFault(fault: FaultDefinition): Promise<string> {
    const { id } = (await this.send("POST", "faults", fault)) as { id: string };
    return id;
  }

  public async faults(): Promise<Fault[]> {
    return (await this.send("GET", "faults")) as Fault[];
  }

  public async removeFault(id: string): Promise<void> {
    await this.send("DELETE", `faults/${encodeURIComponent(id)}`);
  }

  public async clearFaults(): Promise<void> {
    await this.send("DELETE", "faults");
  }

  /** The calls answered since the sandbox was started, oldest first. */
  public async calls(filter: CallFilter = {}): Promise<RecordedCall[]> {
    return (await this.send("GET", `calls?${new URLSearchParams(filter).toString()}`)) as RecordedCall[];
  }

  public async clearCalls(filter: CallFilter = {}): Promise<void> {
    await this.send("DELETE", `calls?${new URLSearchParams(filter).toString()}`);
  }

  /** The root certificate, in PEM, of every signature of this sandbox. */
  public async signingRoot(): Promise<string> {
    return (await this.request("GET", "signing-root.pem")).text();
  }

  /** What a function wrote to its log, with Lambda's own lines. */
  public async functionLog(accountId: string, functionName: string): Promise<string[]> {
    const query = new URLSearchParams({ accountId, functionName });
    return (await this.send("GET", `function-log?${query.toString()}`)) as string[];
  }

  /** Forgets everything, of every account. */
  public async reset(): Promise<void> {
    await this.send("POST", "reset");
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.request(method, path, body);
    return response.status === 204 ? undefined : response.json();
  }

  private async request(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.url}/_sandbox/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.ok) return response;
    const { message } = (await response.json()) as { message: string };
    throw new Error(`The sandbox refused ${method} /_sandbox/${path}: ${message}`);
  }
}
