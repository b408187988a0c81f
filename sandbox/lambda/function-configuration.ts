import { BackendClient, rootOf } from "../backend/backend-client";
import { AwsError } from "../http/aws-error";

/** What the sandbox needs of a function's configuration. @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Version: string;
  readonly Role: string;
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly PackageType?: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly CodeSha256: string;
  readonly RevisionId?: string;
  readonly LastModified?: string;
  readonly State?: string;
  readonly StateReason?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly Layers?: readonly { readonly Arn: string }[];
  readonly LoggingConfig?: {
    readonly LogGroup?: string;
    readonly LogFormat?: string;
    readonly ApplicationLogLevel?: string;
  };
}

export interface FunctionDescription {
  readonly Configuration: FunctionConfiguration;
  readonly Code: { readonly Location?: string };
  readonly Concurrency?: { readonly ReservedConcurrentExecutions?: number };
}

/**
 * Reads a function from the backend as the account's root, because its invoker may not be allowed to read it.
 *
 * @throws AwsError as the backend answers, such as 404 ResourceNotFoundException
 */
export async function describeFunction(
  backend: BackendClient,
  accountId: string,
  region: string,
  name: string,
  qualifier?: string,
): Promise<FunctionDescription> {
  const response = await backend.send({
    service: "lambda",
    region,
    credentials: rootOf(accountId),
    method: "GET",
    path: `/2015-03-31/functions/${name}`,
    query: qualifier ? { Qualifier: qualifier } : {},
  });
  const body = JSON.parse(response.body.toString("utf8")) as FunctionDescription & Record<string, unknown>;
  if (response.status < 300) return body;
  const code = String(response.headers["x-amzn-errortype"] ?? body.__type ?? "ServiceException").split(":")[0];
  throw new AwsError(response.status, code, String(body.message ?? body.Message ?? ""), { Type: "User" });
}
