import type { FunctionConfiguration } from "./function-configuration";
import type { CallerCredentials } from "../http/aws-request";

export interface VariablesOf {
  readonly configuration: FunctionConfiguration;
  readonly region: string;
  readonly taskRoot: string;
  /** What is `/opt` on Lambda; `undefined` without layers. */
  readonly layersRoot?: string;
  readonly credentials: CallerCredentials;
  readonly logGroup: string;
  readonly logStream: string;
  /** Endpoint of AWS for the function's SDKs. */
  readonly endpointUrl: string;
}

/**
 * The whole environment of a function's process. It contains nothing from the machine's environment.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function environmentVariables(of: VariablesOf): Record<string, string> {
  const { configuration, credentials, region } = of;
  const { LogFormat, ApplicationLogLevel } = configuration.LoggingConfig ?? {};
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    ...(of.layersRoot && layerVariables(of.layersRoot, configuration.Runtime)),
    ...configuration.Environment?.Variables,
    AWS_ENDPOINT_URL: of.endpointUrl,
    // A function's configuration cannot set what follows.
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? "",
    AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: configuration.Version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: of.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: of.logStream,
    ...(LogFormat === "JSON" && {
      AWS_LAMBDA_LOG_FORMAT: "JSON",
      AWS_LAMBDA_LOG_LEVEL: ApplicationLogLevel ?? "INFO",
    }),
    LAMBDA_TASK_ROOT: of.taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    _HANDLER: configuration.Handler ?? "",
  };
}

/**
 * The search paths of Lambda for layers, below another folder than `/opt`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths
 */
function layerVariables(layersRoot: string, runtime = ""): Record<string, string> {
  const version = /^nodejs(\d+)/.exec(runtime)?.[1] ?? "";
  return {
    PATH: `/usr/local/bin:/usr/bin:/bin:${layersRoot}/bin`,
    LD_LIBRARY_PATH: `${layersRoot}/lib`,
    NODE_PATH: `${layersRoot}/nodejs/node${version}/node_modules:${layersRoot}/nodejs/node_modules`,
    AWS_SIGNER_SANDBOX_OPT: layersRoot,
  };
}
