import { CodeSigningApi } from "./code-signing/code-signing-api";
import { functionArn, type FunctionLocation, CodeSigningConfigs } from "./code-signing/code-signing-configs";
import type { Deployments } from "./deployments";
import { describeFunction } from "./function-configuration";
import { parseFunctionReference, type FunctionReference } from "./function-reference";
import type { Invoker } from "./invoke";
import { invalidParameter, userError } from "./lambda-error";
import { lambdaOperation } from "./lambda-operation";
import type { Layers } from "./layers";
import type { BackendClient } from "../backend/backend-client";
import type { OwnService, ServiceCall } from "../gateway/own-service";
import { accessDenied } from "../http/aws-error";
import type { AwsRequest, AwsResponse } from "../http/aws-request";
import type { Authorizer } from "../signer/ports";

export interface LambdaServiceParts {
  readonly backend: BackendClient;
  readonly authorizer: Authorizer;
  readonly invoker: Invoker;
  readonly deployments: Deployments;
  readonly layers: Layers;
  readonly codeSigningConfigs: CodeSigningConfigs;
}

/** The parts of Lambda that the backend does not have: running functions and checking their signatures. */
export class LambdaService implements OwnService {
  private readonly codeSigning: CodeSigningApi;

  constructor(private readonly parts: LambdaServiceParts) {
    this.codeSigning = new CodeSigningApi({
      configs: parts.codeSigningConfigs,
      authorize: async (request, action, resourceArn) => this.authorize(request, action, resourceArn),
      requireFunction: async (request, reference) => this.requireFunction(request, reference),
    });
  }

  public async handle(call: ServiceCall): Promise<AwsResponse> {
    const { request } = call;
    const operation = lambdaOperation(request.method, request.path);
    if (!operation) return call.forward();
    if (this.codeSigning.serves(operation)) return this.codeSigning.handle(request, operation);
    switch (operation.name) {
      case "Invoke":
        return this.invoke(call, operation.functionReference ?? "");
      case "InvokeAsync":
      case "InvokeWithResponseStream":
        throw invalidParameter(`The sandbox does not implement ${operation.name}.`);
      case "ListLayers": // also GetLayerVersionByArn
      case "PublishLayerVersion":
      case "ListLayerVersions":
      case "GetLayerVersion":
      case "DeleteLayerVersion":
        return this.parts.layers.handle(call, operation);
      case "ListTags":
      case "TagResource":
      case "UntagResource":
        return call.forward();
      default:
        return this.parts.deployments.handle(call, operation);
    }
  }

  private async invoke({ request, killFunctionAfterSeconds }: ServiceCall, name: string): Promise<AwsResponse> {
    const reference = requireOwnFunction(request, name);
    await this.authorize(request, "lambda:InvokeFunction", functionArn(placeOf(request, reference)));
    return this.parts.invoker.invoke(request, reference, killFunctionAfterSeconds);
  }

  private async authorize({ caller }: AwsRequest, action: string, resourceArn: string): Promise<void> {
    if (await this.parts.authorizer.isAllowed(caller, action, resourceArn)) return;
    throw accessDenied(caller.arn, action, resourceArn);
  }

  private async requireFunction(request: AwsRequest, name: string): Promise<FunctionLocation> {
    const place = placeOf(request, requireOwnFunction(request, name));
    await describeFunction(this.parts.backend, place.accountId, place.region, place.functionName);
    return place;
  }
}

function placeOf({ caller, region }: AwsRequest, { name }: FunctionReference): FunctionLocation {
  return { accountId: caller.accountId, region, functionName: name };
}

function requireOwnFunction({ caller, region }: AwsRequest, name: string): FunctionReference {
  const reference = parseFunctionReference(name);
  if (!reference) {
    throw userError(400, "ValidationException", `"${name}" is not the name, partial ARN or ARN of a function.`);
  }
  const elsewhere =
    (reference.accountId !== undefined && reference.accountId !== caller.accountId) ||
    (reference.region !== undefined && reference.region !== region);
  if (elsewhere) {
    throw invalidParameter(`The sandbox serves functions of the caller's own account and Region only, not ${name}.`);
  }
  return reference;
}
