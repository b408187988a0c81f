import { randomUUID } from "node:crypto";
import type { DeploymentPackages } from "./deployment-packages";
import { describeFunction, type FunctionConfiguration, type FunctionDescription } from "./function-configuration";
import { FunctionInstance } from "./function-instance";
import type { FunctionPool } from "./function-pool";
import type { FunctionReference } from "./function-reference";
import { invalidParameter, userError } from "./lambda-error";
import type { LayerFolders } from "./layer-folders";
import type { FunctionLogs } from "./log/function-logs";
import type { RoleSessions } from "./role-session";
import type { BackendClient } from "../backend/backend-client";
import type { AwsRequest, AwsResponse } from "../http/aws-request";
import type { Authorizer } from "../signer/ports";
import type { InvocationResult } from "./runtime/invocation";

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PAYLOAD = 6 * 1024 * 1024;

export interface InvokerParts {
  readonly backend: BackendClient;
  readonly authorizer: Authorizer;
  readonly packages: DeploymentPackages;
  readonly layerFolders: LayerFolders;
  readonly pool: FunctionPool;
  readonly roles: RoleSessions;
  readonly logs: FunctionLogs;
  readonly endpointUrl: string;
}

/** The Invoke operation: runs the function's real code. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export class Invoker {
  private readonly concurrency = new Map<string, number>();

  constructor(private readonly parts: InvokerParts) {}

  /** @throws AwsError */
  public async invoke(
    request: AwsRequest,
    reference: FunctionReference,
    killAfterSeconds?: number,
  ): Promise<AwsResponse> {
    const { accountId } = request.caller;
    const type = requireSupportedType(request.headers["x-amz-invocation-type"]);
    const payload = requirePayload(request.body);
    const qualifier = request.query.get("Qualifier") ?? reference.qualifier;
    const description = await describeFunction(
      this.parts.backend,
      accountId,
      request.region,
      reference.name,
      qualifier,
    );
    requireRunnable(description);
    if (type === "DryRun") return { status: 204, headers: {}, body: "" };
    const key = functionKey(accountId, request.region, reference.name);
    return this.withConcurrency(key, description, async () => {
      const requestId = randomUUID();
      const { FunctionArn, Timeout, Version } = description.Configuration;
      const invocation = { requestId, functionArn: FunctionArn, payload, timeoutSeconds: Timeout, killAfterSeconds };
      const result = await this.parts.pool.with(
        key,
        revisionOf(description.Configuration),
        async () => this.startInstance(description, accountId, request.region),
        async (instance) => instance.invoke(invocation),
      );
      const tail =
        request.headers["x-amz-log-type"] === "Tail" ? this.logTail(accountId, reference.name, requestId) : {};
      return answer(requestId, Version, withinLimit(result), tail);
    });
  }

  private async startInstance(
    description: FunctionDescription,
    accountId: string,
    region: string,
  ): Promise<FunctionInstance> {
    const configuration = description.Configuration;
    const taskRoot = await this.parts.packages.taskRootOf(description);
    const layersRoot = await this.parts.layerFolders.folderOf(configuration);
    const { Role, FunctionName } = configuration;
    const session = await this.parts.roles.open(accountId, region, Role, FunctionName);
    return FunctionInstance.start({ ...this.parts, configuration, accountId, region, taskRoot, layersRoot, session });
  }

  private async withConcurrency(
    key: string,
    { Concurrency }: FunctionDescription,
    run: () => Promise<AwsResponse>,
  ): Promise<AwsResponse> {
    const running = this.concurrency.get(key) ?? 0;
    if (running >= (Concurrency?.ReservedConcurrentExecutions ?? Infinity)) {
      throw userError(429, "TooManyRequestsException", "Rate Exceeded.", {
        Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
        Type: "User",
      });
    }
    this.concurrency.set(key, running + 1);
    try {
      return await run();
    } finally {
      this.concurrency.set(key, (this.concurrency.get(key) ?? 1) - 1);
    }
  }

  /** The last 4 KB of what this invocation logged. */
  private logTail(accountId: string, functionName: string, requestId: string): Record<string, string> {
    const lines = this.parts.logs.of(accountId, functionName);
    const start = lines.findIndex((line) => line.includes(requestId));
    const log = Buffer.from(`${lines.slice(Math.max(start, 0)).join("\n")}\n`);
    return { "x-amz-log-result": log.subarray(-4096).toString("base64") };
  }
}

export function functionKey(accountId: string, region: string, functionName: string): string {
  return `${accountId}/${region}/${functionName}`;
}

function revisionOf({ Version, RevisionId, CodeSha256, LastModified, Role }: FunctionConfiguration): string {
  return JSON.stringify([Version, RevisionId, CodeSha256, LastModified, Role]);
}

function requireSupportedType(type = "RequestResponse"): "RequestResponse" | "DryRun" {
  if (type === "RequestResponse" || type === "DryRun") return type;
  throw invalidParameter(
    `The sandbox invokes functions synchronously (RequestResponse) or not at all (DryRun), not with the type ${type}.`,
  );
}

function requirePayload(body: Buffer): Buffer {
  if (body.length > MAX_PAYLOAD) {
    const message = `Request must be smaller than ${MAX_PAYLOAD} bytes for the InvokeFunction operation`;
    throw userError(413, "RequestTooLargeException", message);
  }
  if (body.length === 0) return Buffer.from("{}");
  try {
    JSON.parse(body.toString("utf8"));
    return body;
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw userError(400, "InvalidRequestContentException", message);
  }
}

function requireRunnable({ Configuration }: FunctionDescription): void {
  const { FunctionName, PackageType = "Zip", Runtime = "", State = "Active" } = Configuration;
  if (State === "Pending" || State === "Failed") {
    throw userError(
      409,
      "ResourceConflictException",
      `The operation cannot be performed at this time. The function is currently in the following state: ${State}`,
    );
  }
  const obstacle =
    (PackageType !== "Zip" && `it is packaged as ${PackageType}`) ||
    (!Runtime.startsWith("nodejs") && `its runtime is ${Runtime}`);
  if (obstacle) {
    const message = `The sandbox runs functions with a zip package and a nodejs runtime. It cannot run ${FunctionName}: ${obstacle}.`;
    throw userError(400, "InvalidRuntimeException", message);
  }
}

function withinLimit(result: InvocationResult): InvocationResult {
  if (result.payload.length <= MAX_PAYLOAD) return result;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD} bytes).`;
  const payload = Buffer.from(JSON.stringify({ errorType: "Function.ResponseSizeTooLarge", errorMessage }));
  return { ...result, payload, functionError: "Unhandled" };
}

function answer(
  requestId: string,
  version: string,
  result: InvocationResult,
  more: Record<string, string>,
): AwsResponse {
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": requestId,
      "x-amz-executed-version": version,
      ...(result.functionError && { "x-amz-function-error": result.functionError }),
      ...more,
    },
    body: result.payload,
  };
}
