import { percentDecode } from "../http/percent-encoding";

export interface LambdaOperation {
  readonly name: (typeof LAMBDA_OPERATIONS)[number];
  /** The function, ARN or partial ARN that the path names, decoded. */
  readonly functionReference?: string;
  /** The code signing config, layer or tagged resource that the path names, decoded. */
  readonly resourceArn?: string;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly name: string;
}

const FUNCTIONS = "/2015-03-31/functions";
const CODE_SIGNING_CONFIGS = "/2020-04-22/code-signing-configs";
const FUNCTION_CODE_SIGNING_CONFIG = "/2020-06-30/functions/{function}/code-signing-config";
const LAYERS = "/2018-10-31/layers";
const TAGS = "/2017-03-31/tags/{resource}";

/** The operations that the sandbox serves or accompanies. The backend alone serves the others. */
const ROUTES: readonly Route[] = [
  route("POST", FUNCTIONS, "CreateFunction"),
  route("GET", FUNCTIONS, "ListFunctions"),
  route("GET", `${FUNCTIONS}/{function}`, "GetFunction"),
  route("DELETE", `${FUNCTIONS}/{function}`, "DeleteFunction"),
  route("GET", `${FUNCTIONS}/{function}/configuration`, "GetFunctionConfiguration"),
  route("PUT", `${FUNCTIONS}/{function}/configuration`, "UpdateFunctionConfiguration"),
  route("PUT", `${FUNCTIONS}/{function}/code`, "UpdateFunctionCode"),
  route("POST", `${FUNCTIONS}/{function}/versions`, "PublishVersion"),
  route("GET", `${FUNCTIONS}/{function}/versions`, "ListVersionsByFunction"),
  route("POST", `${FUNCTIONS}/{function}/invocations`, "Invoke"),
  route("POST", "/2014-11-13/functions/{function}/invoke-async", "InvokeAsync"),
  route("POST", "/2021-11-15/functions/{function}/response-streaming-invocations", "InvokeWithResponseStream"),
  route("POST", CODE_SIGNING_CONFIGS, "CreateCodeSigningConfig"),
  route("GET", CODE_SIGNING_CONFIGS, "ListCodeSigningConfigs"),
  route("GET", `${CODE_SIGNING_CONFIGS}/{resource}`, "GetCodeSigningConfig"),
  route("PUT", `${CODE_SIGNING_CONFIGS}/{resource}`, "UpdateCodeSigningConfig"),
  route("DELETE", `${CODE_SIGNING_CONFIGS}/{resource}`, "DeleteCodeSigningConfig"),
  route("GET", `${CODE_SIGNING_CONFIGS}/{resource}/functions`, "ListFunctionsByCodeSigningConfig"),
  route("GET", FUNCTION_CODE_SIGNING_CONFIG, "GetFunctionCodeSigningConfig"),
  route("PUT", FUNCTION_CODE_SIGNING_CONFIG, "PutFunctionCodeSigningConfig"),
  route("DELETE", FUNCTION_CODE_SIGNING_CONFIG, "DeleteFunctionCodeSigningConfig"),
  route("GET", LAYERS, "ListLayers"),
  route("POST", `${LAYERS}/{resource}/versions`, "PublishLayerVersion"),
  route("GET", `${LAYERS}/{resource}/versions`, "ListLayerVersions"),
  route("GET", `${LAYERS}/{resource}/versions/{version}`, "GetLayerVersion"),
  route("DELETE", `${LAYERS}/{resource}/versions/{version}`, "DeleteLayerVersion"),
  route("GET", TAGS, "ListTags"),
  route("POST", TAGS, "TagResource"),
  route("DELETE", TAGS, "UntagResource"),
];

export const LAMBDA_OPERATIONS: readonly string[] = ROUTES.map(({ name }) => name);

/**
 * The operation of a request to Lambda.
 *
 * @param path percent-encoded, without the query
 * @returns `undefined` for operations that only the backend knows
 */
export function lambdaOperation(method: string, path: string): LambdaOperation | undefined {
  for (const candidate of ROUTES) {
    const match = candidate.method === method ? candidate.path.exec(path) : null;
    if (!match) continue;
    return {
      name: candidate.name,
      functionReference: decoded(match.groups?.function),
      resourceArn: decoded(match.groups?.resource),
    };
  }
  return undefined;
}

function route(method: string, template: string, name: string): Route {
  const pattern = template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  return { method, path: new RegExp(`^${pattern}/?$`), name };
}

function decoded(text: string | undefined): string | undefined {
  return text === undefined ? undefined : percentDecode(text);
}
