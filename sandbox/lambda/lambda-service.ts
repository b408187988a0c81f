import { parseFunctionReference, type FunctionReference } from "./function-reference";
import type { Invoker } from "./invoke";
import { lambdaOperation } from "./lambda-operation";
import type { OwnService, ServiceCall } from "../gateway/own-service";
import { accessDenied, AwsError } from "../http/aws-error";
import type { AwsResponse } from "../http/aws-request";
import type { Authorizer } from "../signer/ports";

export interface LambdaServiceParts {
  readonly authorizer: Authorizer;
  readonly invoker: Invoker;
}

/** Lambda as far as the backend's is not enough: what runs functions, and what checks their signatures. */
export class LambdaService implements OwnService {
  constructor(private readonly parts: LambdaServiceParts) {}

  public async handle(call: ServiceCall): Promise<AwsResponse> {
    const { request } = call;
    const operation = lambdaOperation(request.method, request.path);
    switch (operation?.name) {
      case "Invoke":
        return this.invoke(call, operation.functionReference ?? "");
      case "InvokeAsync":
      case "InvokeWithResponseStream":
        throw new AwsError(400, "InvalidParameterValueException", `The sandbox does not implement ${operation.name}.`);
      default:
        return call.forward();
    }
  }

  private async invoke({ request, killFunctionAfterSeconds }: ServiceCall, name: string): Promise<AwsResponse> {
    const { caller, region } = request;
    const reference = requireOwnFunction(name, caller.accountId, region);
    const arn = `arn:aws:lambda:${region}:${caller.accountId}:function:${reference.name}`;
    if (!(await this.parts.authorizer.isAllowed(caller, "lambda:InvokeFunction", arn))) {
      throw accessDenied(caller.arn, "lambda:InvokeFunction", arn);
    }
    return this.parts.invoker.invoke(request, reference, killFunctionAfterSeconds);
  }
}

function requireOwnFunction(name: string, accountId: string, region: string): FunctionReference {
  const reference = parseFunctionReference(name);
  if (!reference) {
    throw new AwsError(400, "ValidationException", `"${name}" is not the name, partial ARN or ARN of a function.`);
  }
  const elsewhere =
    (reference.accountId !== undefined && reference.accountId !== accountId) ||
    (reference.region !== undefined && reference.region !== region);
  if (elsewhere) {
    throw new AwsError(
      400,
      "InvalidParameterValueException",
      `The sandbox invokes functions of the caller's own account and Region only, not ${name}.`,
    );
  }
  return reference;
}
