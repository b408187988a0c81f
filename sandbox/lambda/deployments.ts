import type { BackendObjectStore } from "../aws-ports/object-store";
import type { BackendClient } from "../backend/backend-client";
import type { ServiceCall } from "../gateway/own-service";
import type { AwsRequest, AwsResponse } from "../http/aws-request";
import type { VerifiedSignature } from "../signature";
import {
  functionArn,
  type CodeSigningConfig,
  type CodeSigningConfigs,
  type FunctionLocation,
} from "./code-signing/code-signing-configs";
import { deploymentCode, type CodeMembers } from "./code-signing/deployment-code";
import { verifyDeployment, type Trust } from "./code-signing/verify-deployment";
import type { DeploymentPackages } from "./deployment-packages";
import type { ExecutionRoles } from "./execution-role";
import { describeFunction } from "./function-configuration";
import type { FunctionPool } from "./function-pool";
import { functionNameIn } from "./function-reference";
import { functionKey } from "./invoke";
import { jsonBody } from "./json-body";
import type { LambdaOperation } from "./lambda-operation";
import type { Layers } from "./layers";

export interface DeploymentsParts {
  readonly backend: BackendClient;
  readonly configs: CodeSigningConfigs;
  readonly objects: BackendObjectStore;
  readonly layers: Layers;
  /** Called with notes for the deployer. */
  readonly log: (line: string) => void;
  readonly packages: DeploymentPackages;
  readonly pool: FunctionPool;
  readonly roles: ExecutionRoles;
  readonly trust: Trust;
}

interface Configuration {
  readonly FunctionArn?: string;
  readonly CodeSha256?: string;
  readonly Layers?: readonly { readonly Arn?: string }[];
}

/**
 * Accompanies what the backend does with functions: checks signatures before a deployment, keeps the code for
 * invocation, ends the processes of an earlier revision, and adds the signer of the code to the answers.
 */
export class Deployments {
  /** Signatures of deployed code, by the function's ARN and the code's SHA-256. */
  private readonly signatures = new Map<string, VerifiedSignature>();

  constructor(private readonly parts: DeploymentsParts) {}

  /** @throws AwsError */
  public async handle(call: ServiceCall, operation: LambdaOperation): Promise<AwsResponse> {
    switch (operation.name) {
      case "CreateFunction":
        return this.withSigners(await this.createFunction(call));
      case "UpdateFunctionCode":
        return this.withSigners(await this.updateFunctionCode(call, placeOf(call.request, operation)));
      case "UpdateFunctionConfiguration":
        return this.withSigners(await this.updateFunctionConfiguration(call, placeOf(call.request, operation)));
      case "DeleteFunction":
        return this.deleteFunction(call, placeOf(call.request, operation));
      default:
        return this.withSigners(await call.forward());
    }
  }

  public snapshot(): ReadonlyMap<string, VerifiedSignature> {
    return this.signatures;
  }

  public restore(snapshot: ReadonlyMap<string, VerifiedSignature>): void {
    snapshot.forEach((signature, key) => this.signatures.set(key, signature));
  }

  public clear(): void {
    this.signatures.clear();
  }

  private async createFunction(call: ServiceCall): Promise<AwsResponse> {
    const body = jsonBody(call.request.body);
    const { FunctionName, Code, CodeSigningConfigArn, Role } = body;
    if (typeof Role === "string") await this.parts.roles.requirePassable(call.request.caller, Role);
    const place = placeOf(call.request, { name: "CreateFunction", functionReference: String(FunctionName) });
    const config =
      typeof CodeSigningConfigArn === "string" ? this.parts.configs.requireAttachable(CodeSigningConfigArn) : undefined;
    const signature = await this.verify(call.request, place, (Code ?? {}) as CodeMembers, config);
    await this.verifyLayers(body.Layers, config);
    const answer = await call.forward();
    if (answer.status >= 300) return answer;
    this.remarkNetwork(place, body);
    if (config) this.parts.configs.attach(place, config.CodeSigningConfigArn);
    await this.deployed(place, answer, signature);
    return answer;
  }

  private async updateFunctionCode(call: ServiceCall, place: FunctionLocation): Promise<AwsResponse> {
    const body = jsonBody(call.request.body);
    const signature = await this.verify(call.request, place, body as CodeMembers, this.parts.configs.attachedTo(place));
    const answer = await call.forward();
    if (answer.status < 300 && body.DryRun !== true) await this.deployed(place, answer, signature);
    return answer;
  }

  private async updateFunctionConfiguration(call: ServiceCall, place: FunctionLocation): Promise<AwsResponse> {
    const body = jsonBody(call.request.body);
    const { Role } = body;
    if (typeof Role === "string") await this.parts.roles.requirePassable(call.request.caller, Role);
    await this.verifyLayers(body.Layers, this.parts.configs.attachedTo(place));
    const answer = await this.changed(call, place);
    if (answer.status < 300) this.remarkNetwork(place, body);
    return answer;
  }

  private async changed(call: ServiceCall, place: FunctionLocation): Promise<AwsResponse> {
    const answer = await call.forward();
    if (answer.status < 300) this.retire(place);
    return answer;
  }

  private async deleteFunction(call: ServiceCall, place: FunctionLocation): Promise<AwsResponse> {
    const answer = await this.changed(call, place);
    const wasOneVersion = call.request.query.has("Qualifier");
    if (answer.status < 300 && !wasOneVersion) this.parts.configs.detach(place);
    return answer;
  }

  private async verify(
    request: AwsRequest,
    place: FunctionLocation,
    code: CodeMembers,
    config: CodeSigningConfig | undefined,
  ): Promise<VerifiedSignature | undefined> {
    if (!config || code.ImageUri !== undefined) return undefined;
    const zip = await deploymentCode(request, code, this.parts.objects);
    return verifyDeployment(zip, config, place.functionName, this.parts.trust);
  }

  private async verifyLayers(layers: unknown, config: CodeSigningConfig | undefined): Promise<void> {
    if (!config || !Array.isArray(layers)) return;
    for (const arn of layers.map(String)) {
      await verifyDeployment(await this.parts.layers.archiveOf(arn), config, arn, this.parts.trust);
    }
  }

  private remarkNetwork({ functionName }: FunctionLocation, { VpcConfig }: Readonly<Record<string, unknown>>): void {
    const { SubnetIds = [] } = (VpcConfig ?? {}) as { SubnetIds?: readonly string[] };
    if (SubnetIds.length === 0) return;
    this.parts.log(
      `Function ${functionName} is in ${SubnetIds.join(", ")}. The sandbox does not simulate networks: the function ` +
        "reaches AWS without a route. On AWS, it requires a route to a NAT gateway, or endpoints for the services it calls.",
    );
  }

  private async deployed(place: FunctionLocation, answer: AwsResponse, signature?: VerifiedSignature): Promise<void> {
    const { CodeSha256 } = JSON.parse(answer.body.toString()) as Configuration;
    const key = signatureKey(functionArn(place), CodeSha256);
    if (signature) this.signatures.set(key, signature);
    else this.signatures.delete(key);
    this.retire(place);
    await this.keepCode(place);
  }

  /** Code that cannot be kept (an image, a broken zip) causes an error when the function is invoked. */
  private async keepCode({ accountId, region, functionName }: FunctionLocation): Promise<void> {
    const description = await describeFunction(this.parts.backend, accountId, region, functionName);
    await this.parts.packages.taskRootOf(description).catch(() => undefined);
  }

  private retire({ accountId, region, functionName }: FunctionLocation): void {
    this.parts.pool.retire(functionKey(accountId, region, functionName));
  }

  /** Adds the signing job and profile version to every function configuration in the answer. */
  private withSigners(answer: AwsResponse): AwsResponse {
    if (answer.status >= 300 || answer.body.length === 0) return answer;
    const body = JSON.parse(answer.body.toString()) as Record<string, unknown>;
    const signed = (configuration: Configuration): Configuration => ({
      ...configuration,
      ...this.signerOf(configuration),
      ...(Array.isArray(configuration.Layers) && {
        Layers: configuration.Layers.map((layer) => ({ ...layer, ...this.parts.layers.signerOf(layer.Arn ?? "") })),
      }),
    });
    const list = (name: string) => Array.isArray(body[name]) && { [name]: (body[name] as Configuration[]).map(signed) };
    const withSigners = {
      ...signed(body as Configuration),
      ...(typeof body.Configuration === "object" && { Configuration: signed(body.Configuration as Configuration) }),
      ...list("Functions"),
      ...list("Versions"),
    };
    return { ...answer, body: JSON.stringify(withSigners) };
  }

  private signerOf({ FunctionArn = "", CodeSha256 }: Configuration): object {
    const unqualified = FunctionArn.split(":").slice(0, 7).join(":");
    const signature = this.signatures.get(signatureKey(unqualified, CodeSha256));
    return signature ? { SigningProfileVersionArn: signature.profileVersionArn, SigningJobArn: signature.jobArn } : {};
  }
}

function placeOf({ caller, region }: AwsRequest, { functionReference = "" }: LambdaOperation): FunctionLocation {
  // The backend refuses an invalid name.
  const functionName = functionNameIn(functionReference) ?? functionReference;
  return { accountId: caller.accountId, region, functionName };
}

function signatureKey(arn: string, codeSha256 = ""): string {
  return `${arn} ${codeSha256}`;
}
