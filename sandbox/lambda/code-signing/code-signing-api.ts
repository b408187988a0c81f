import { accessDenied, jsonResponse } from "../../http/aws-error";
import type { AwsRequest, AwsResponse } from "../../http/aws-request";
import { jsonBody } from "../json-body";
import type { LambdaOperation } from "../lambda-operation";
import { functionArn, type CodeSigningConfigs, type FunctionLocation } from "./code-signing-configs";
import { invalidParameter } from "../lambda-error";
import { lambdaPage } from "../lambda-page";
import { readSettings, readTags } from "./settings-input";

const NO_CONTENT: AwsResponse = { status: 204, headers: {}, body: "" };

export interface CodeSigningApiParts {
  readonly configs: CodeSigningConfigs;
  /** @throws AwsError 403 */
  readonly authorize: (request: AwsRequest, action: string, resourceArn: string) => Promise<void>;
  /** @throws AwsError if there is no such function of the caller's */
  readonly requireFunction: (request: AwsRequest, reference: string) => Promise<FunctionLocation>;
}

type Operation = (request: AwsRequest, target: string) => Promise<AwsResponse>;

/** The operations on code signing configs. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html */
export class CodeSigningApi {
  private readonly operations: Readonly<Record<string, Operation>> = {
    CreateCodeSigningConfig: async (request) => this.create(request),
    ListCodeSigningConfigs: async (request) => this.list(request),
    GetCodeSigningConfig: async (_, arn) => this.config(200, this.parts.configs.get(arn)),
    UpdateCodeSigningConfig: async (request, arn) =>
      this.config(200, this.parts.configs.update(arn, readSettings(jsonBody(request.body)))),
    DeleteCodeSigningConfig: async (_, arn) => this.delete(arn),
    ListFunctionsByCodeSigningConfig: async ({ query }, arn) => {
      const { items, ...more } = lambdaPage(this.parts.configs.functionsOf(arn), (each) => each, query);
      return jsonResponse(200, { FunctionArns: items, ...more });
    },
    ListTags: async (_, arn) => jsonResponse(200, { Tags: this.parts.configs.tagsOf(arn) }),
    TagResource: async (request, arn) => this.tag(request, arn),
    UntagResource: async (request, arn) => this.untag(request, arn),
    GetFunctionCodeSigningConfig: async (request, reference) => this.getAttached(request, reference),
    PutFunctionCodeSigningConfig: async (request, reference) => this.attach(request, reference),
    DeleteFunctionCodeSigningConfig: async (request, reference) => this.detach(request, reference),
  };

  constructor(private readonly parts: CodeSigningApiParts) {}

  public serves({ name, resourceArn = "" }: LambdaOperation): boolean {
    const isTagOperation = ["ListTags", "TagResource", "UntagResource"].includes(name);
    return name in this.operations && (!isTagOperation || resourceArn.includes(":code-signing-config:"));
  }

  /** @throws AwsError */
  public async handle(request: AwsRequest, operation: LambdaOperation): Promise<AwsResponse> {
    const { name, resourceArn, functionReference } = operation;
    if (functionReference === undefined) {
      requireOwnAccount(request, name, resourceArn);
      await this.parts.authorize(request, `lambda:${name}`, resourceArn ?? "*");
    }
    return this.operations[name](request, functionReference ?? resourceArn ?? "");
  }

  private create(request: AwsRequest): AwsResponse {
    const body = jsonBody(request.body);
    const { AllowedPublishers, CodeSigningPolicies, Description } = readSettings(body);
    if (!AllowedPublishers) throw invalidParameter("AllowedPublishers is required.");
    const settings = {
      Description,
      AllowedPublishers,
      CodeSigningPolicies: CodeSigningPolicies ?? { UntrustedArtifactOnDeployment: "Warn" as const },
    };
    const { accountId } = request.caller;
    return this.config(201, this.parts.configs.create(accountId, request.region, settings, readTags(body.Tags)));
  }

  private list({ caller, region, query }: AwsRequest): AwsResponse {
    const configs = this.parts.configs.list(caller.accountId, region);
    const { items, ...more } = lambdaPage(configs, (config) => config.CodeSigningConfigArn, query);
    return jsonResponse(200, { CodeSigningConfigs: items, ...more });
  }

  private delete(arn: string): AwsResponse {
    this.parts.configs.delete(arn);
    return NO_CONTENT;
  }

  private tag({ body }: AwsRequest, arn: string): AwsResponse {
    const { configs } = this.parts;
    configs.setTags(arn, { ...configs.tagsOf(arn), ...readTags(jsonBody(body).Tags) });
    return NO_CONTENT;
  }

  private untag({ query }: AwsRequest, arn: string): AwsResponse {
    const removed = query.getAll("tagKeys");
    const kept = Object.entries(this.parts.configs.tagsOf(arn)).filter(([key]) => !removed.includes(key));
    this.parts.configs.setTags(arn, Object.fromEntries(kept));
    return NO_CONTENT;
  }

  private async getAttached(request: AwsRequest, reference: string): Promise<AwsResponse> {
    const place = await this.functionFor("lambda:GetFunctionCodeSigningConfig", request, reference);
    const CodeSigningConfigArn = this.parts.configs.attachedTo(place)?.CodeSigningConfigArn ?? "";
    return jsonResponse(200, { CodeSigningConfigArn, FunctionName: place.functionName });
  }

  private async attach(request: AwsRequest, reference: string): Promise<AwsResponse> {
    const place = await this.functionFor("lambda:PutFunctionCodeSigningConfig", request, reference);
    const { CodeSigningConfigArn } = jsonBody(request.body);
    if (typeof CodeSigningConfigArn !== "string") throw invalidParameter("CodeSigningConfigArn is required.");
    this.parts.configs.attach(place, CodeSigningConfigArn);
    return jsonResponse(200, { CodeSigningConfigArn, FunctionName: place.functionName });
  }

  private async detach(request: AwsRequest, reference: string): Promise<AwsResponse> {
    this.parts.configs.detach(await this.functionFor("lambda:DeleteFunctionCodeSigningConfig", request, reference));
    return NO_CONTENT;
  }

  private async functionFor(action: string, request: AwsRequest, reference: string): Promise<FunctionLocation> {
    const place = await this.parts.requireFunction(request, reference);
    await this.parts.authorize(request, action, functionArn(place));
    return place;
  }

  private config(status: number, CodeSigningConfig: object): AwsResponse {
    return jsonResponse(status, { CodeSigningConfig });
  }
}

function requireOwnAccount({ caller }: AwsRequest, operation: string, arn: string | undefined): void {
  if (arn === undefined || arn.split(":")[4] === caller.accountId) return;
  throw accessDenied(caller.arn, `lambda:${operation}`, arn);
}
