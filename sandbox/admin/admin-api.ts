import type { CallFilter, CallLog } from "../calls/call-log";
import type { FaultRegistry } from "../faults/fault-registry";
import { InvalidFaultError, parseFault } from "../faults/parse-fault";
import type { Incoming } from "../gateway/incoming";
import { AwsError, jsonResponse } from "../http/aws-error";
import type { AwsResponse } from "../http/aws-request";
import { readBody } from "../http/read-body";

const MAX_BODY = 1024 * 1024;
const CALL_FILTERS: readonly string[] = ["service", "operation", "accountId", "profileName", "functionName"];

export interface AdminApiParts {
  readonly faults: FaultRegistry;
  readonly calls: CallLog;
  readonly signingRootPem: string;
  /** Log lines of a function, oldest first. */
  readonly functionLog: (accountId: string, functionName: string) => readonly string[];
  /** Forgets everything: the backend's state included. */
  readonly reset: () => Promise<void>;
}

/**
 * What the sandbox offers in addition to AWS, under `/_sandbox/`. Requests are not signed. They come from this machine.
 * Requests from a page in its browser are refused.
 */
export class AdminApi {
  constructor(private readonly parts: AdminApiParts) {}

  public async handle(incoming: Incoming): Promise<AwsResponse> {
    if (incoming.headers.origin !== undefined) throw new AwsError(403, "Forbidden", "Not for pages in a browser.");
    const { method, path } = incoming;
    const faultId = /^\/_sandbox\/faults\/([^/]+)$/.exec(path)?.[1];
    if (faultId && method === "DELETE") return this.removeFault(faultId);
    switch (`${method} ${path}`) {
      case "GET /_sandbox/health":
        return jsonResponse(200, { status: "ok" });
      case "GET /_sandbox/signing-root.pem":
        return { status: 200, headers: { "content-type": "application/x-pem-file" }, body: this.parts.signingRootPem };
      case "POST /_sandbox/faults":
        return this.addFault(incoming);
      case "GET /_sandbox/faults":
        return jsonResponse(200, this.parts.faults.list());
      case "DELETE /_sandbox/faults":
        this.parts.faults.clear();
        return done();
      case "GET /_sandbox/calls":
        return jsonResponse(200, this.parts.calls.find(callFilter(incoming.query)));
      case "DELETE /_sandbox/calls":
        this.parts.calls.clear(callFilter(incoming.query));
        return done();
      case "GET /_sandbox/function-log":
        return this.functionLog(incoming.query);
      case "POST /_sandbox/reset":
        await this.parts.reset();
        return done();
      default:
        throw new AwsError(404, "NotFound", `The sandbox has no ${method} ${path}.`);
    }
  }

  private async addFault(incoming: Incoming): Promise<AwsResponse> {
    const body = (await readBody(incoming.message, MAX_BODY)) ?? Buffer.alloc(0);
    try {
      const fault = this.parts.faults.add(parseFault(JSON.parse(body.toString("utf8"))));
      return jsonResponse(201, { id: fault.id });
    } catch (error) {
      if (error instanceof InvalidFaultError) throw new AwsError(400, "InvalidFault", error.message);
      if (error instanceof SyntaxError) {
        throw new AwsError(400, "InvalidFault", `The fault is not JSON: ${error.message}`);
      }
      throw error;
    }
  }

  private removeFault(id: string): AwsResponse {
    if (!this.parts.faults.remove(id)) throw new AwsError(404, "NotFound", `There is no fault ${id}.`);
    return done();
  }

  private functionLog(query: URLSearchParams): AwsResponse {
    const accountId = query.get("accountId");
    const functionName = query.get("functionName");
    if (!accountId || !functionName) {
      throw new AwsError(400, "BadRequest", "Name the function with ?accountId=...&functionName=...");
    }
    return jsonResponse(200, this.parts.functionLog(accountId, functionName));
  }
}

function callFilter(query: URLSearchParams): CallFilter {
  const unknown = [...query.keys()].filter((name) => !CALL_FILTERS.includes(name));
  if (unknown.length > 0) {
    throw new AwsError(
      400,
      "BadRequest",
      `Calls are filtered by ${CALL_FILTERS.join(", ")}, not by ${unknown.join(", ")}.`,
    );
  }
  return Object.fromEntries(query);
}

function done(): AwsResponse {
  return { status: 204, headers: {}, body: "" };
}
