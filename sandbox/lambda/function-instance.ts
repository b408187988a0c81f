import { randomBytes } from "node:crypto";
import { environmentVariables } from "./environment-variables";
import type { FunctionConfiguration } from "./function-configuration";
import type { BackendClient } from "../backend/backend-client";
import type { Caller } from "../http/aws-request";
import type { Authorizer } from "../signer/ports";
import type { FunctionLogs } from "./log/function-logs";
import { LogStream } from "./log/log-stream";
import { platformLines, type PlatformLines } from "./log/platform-lines";
import type { RoleSession } from "./role-session";
import { ExecutionEnvironment } from "./runtime/execution-environment";
import type { Invocation, InvocationResult } from "./runtime/invocation";

export interface FunctionInstanceParts {
  readonly configuration: FunctionConfiguration;
  readonly accountId: string;
  readonly region: string;
  readonly taskRoot: string;
  /** What is `/opt` on Lambda; `undefined` without layers. */
  readonly layersRoot?: string;
  readonly session: RoleSession;
  readonly endpointUrl: string;
  readonly backend: BackendClient;
  readonly authorizer: Authorizer;
  readonly logs: FunctionLogs;
}

/** An execution environment of a certain revision of a function, with its credentials and its log. */
export class FunctionInstance {
  public static async start(parts: FunctionInstanceParts): Promise<FunctionInstance> {
    const { configuration, accountId, region, session } = parts;
    const logGroup = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${configuration.FunctionName}`;
    const logStream = logStreamName(configuration.Version);
    const keep = (line: string) => parts.logs.add(accountId, configuration.FunctionName, line);
    const stream = new LogStream(
      parts.backend,
      parts.authorizer,
      { region, logGroup, logStream, role: roleOf(parts) },
      (reason) => keep(`[sandbox] The log could not be written to ${logGroup}: ${reason}`),
    );
    const output = (line: string) => {
      keep(line);
      stream.add(line);
    };
    const variables = environmentVariables({ ...parts, credentials: session.credentials, logGroup, logStream });
    const memorySizeMb = configuration.MemorySize;
    const settings = { taskRoot: parts.taskRoot, variables, memorySizeMb, output };
    return new FunctionInstance(parts, await ExecutionEnvironment.start(settings), stream, output);
  }

  private readonly platform: PlatformLines;

  private constructor(
    private readonly parts: FunctionInstanceParts,
    private readonly environment: ExecutionEnvironment,
    private readonly stream: LogStream,
    private readonly output: (line: string) => void,
  ) {
    this.platform = platformLines(parts.configuration.LoggingConfig?.LogFormat);
  }

  /** Whether it can serve another invocation: its process runs, and its credentials are valid. */
  public get usable(): boolean {
    const lastsUntil = this.parts.session.expiresAt.getTime() - this.parts.configuration.Timeout * 1000;
    return this.environment.usable && Date.now() < lastsUntil;
  }

  public async invoke(invocation: Invocation): Promise<InvocationResult> {
    const { Version, MemorySize } = this.parts.configuration;
    this.platform.start(invocation.requestId, Version).forEach(this.output);
    const result = await this.environment.invoke(invocation);
    this.platform.end(invocation.requestId, result, MemorySize).forEach(this.output);
    this.stream.flush();
    return result;
  }

  public async end(): Promise<void> {
    await this.environment.end();
  }
}

function roleOf({ configuration, accountId, session }: FunctionInstanceParts): Caller {
  return {
    accountId,
    arn: configuration.Role,
    policySourceArn: configuration.Role,
    credentials: session.credentials,
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
function logStreamName(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replace(/-/g, "/");
  return `${day}/[${version}]${randomBytes(16).toString("hex")}`;
}
