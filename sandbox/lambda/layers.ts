import { createHash } from "node:crypto";
import { deploymentCode, type CodeMembers } from "./code-signing/deployment-code";
import type { Trust } from "./code-signing/verify-deployment";
import { jsonBody } from "./json-body";
import { invalidParameter } from "./lambda-error";
import type { LambdaOperation } from "./lambda-operation";
import type { BackendObjectStore } from "../aws-ports/object-store";
import { rootOf, type BackendClient } from "../backend/backend-client";
import type { ServiceCall } from "../gateway/own-service";
import type { AwsResponse } from "../http/aws-request";
import { verifySignedZip, type VerifiedSignature } from "../signature";

export interface LayersParts {
  readonly backend: BackendClient;
  readonly objects: BackendObjectStore;
  readonly trust: Trust;
}

interface LayerVersion {
  readonly LayerVersionArn?: string;
  readonly Content?: { readonly Location?: string; readonly CodeSha256?: string };
}

/** The members that name the signer of a layer. */
export interface LayerSigner {
  readonly SigningProfileVersionArn?: string;
  readonly SigningJobArn?: string;
}

/**
 * The layers of Lambda. The backend stores them. The sandbox reads a layer with the permissions of its publisher, and
 * adds who signed it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
 */
export class Layers {
  /** Signatures of published layers, by the ARN of the layer version. */
  private readonly signatures = new Map<string, VerifiedSignature>();

  constructor(private readonly parts: LayersParts) {}

  /** @throws AwsError */
  public async handle(call: ServiceCall, operation: LambdaOperation): Promise<AwsResponse> {
    if (operation.name === "PublishLayerVersion") return this.publish(call);
    return this.withSigner(await call.forward());
  }

  /** The signer of a layer, as in a function's configuration. */
  public signerOf(layerVersionArn: string): LayerSigner {
    const signature = this.signatures.get(layerVersionArn);
    return signature ? { SigningProfileVersionArn: signature.profileVersionArn, SigningJobArn: signature.jobArn } : {};
  }

  /**
   * The archive of a layer.
   *
   * @throws AwsError 400 if there is no such layer, or the backend does not have its content
   */
  public async archiveOf(layerVersionArn: string): Promise<Buffer> {
    const [, , , region, accountId] = layerVersionArn.split(":");
    const answer = await this.parts.backend.send({
      service: "lambda",
      region,
      credentials: rootOf(accountId),
      method: "GET",
      path: "/2018-10-31/layers",
      query: { find: "LayerVersion", Arn: layerVersionArn },
    });
    if (answer.status >= 300) throw invalidParameter(`Layer version ${layerVersionArn} does not exist.`);
    const { Content } = JSON.parse(answer.body.toString()) as LayerVersion;
    const response = Content?.Location ? await fetch(Content.Location).catch(() => undefined) : undefined;
    const zip = response?.ok ? Buffer.from(await response.arrayBuffer()) : Buffer.alloc(0);
    if (createHash("sha256").update(zip).digest("base64") === Content?.CodeSha256) return zip;
    throw invalidParameter(`The sandbox has no content for the layer version ${layerVersionArn}. Publish it again.`);
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

  private async publish(call: ServiceCall): Promise<AwsResponse> {
    const { Content } = jsonBody(call.request.body);
    const zip = await deploymentCode(call.request, (Content ?? {}) as CodeMembers, this.parts.objects);
    // A bad signature matters only when a function with a code signing config gets the layer.
    const signature = await verifySignedZip(zip, this.parts.trust.rootPem).catch(() => undefined);
    const answer = await call.forward();
    if (answer.status >= 300) return answer;
    const { LayerVersionArn } = JSON.parse(answer.body.toString()) as LayerVersion;
    if (LayerVersionArn && signature) this.signatures.set(LayerVersionArn, signature);
    return this.withSigner(answer);
  }

  private withSigner(answer: AwsResponse): AwsResponse {
    if (answer.status >= 300 || answer.body.length === 0) return answer;
    const body = JSON.parse(answer.body.toString()) as LayerVersion;
    if (!body.LayerVersionArn || !body.Content) return answer;
    const Content = { ...body.Content, ...this.signerOf(body.LayerVersionArn) };
    return { ...answer, body: JSON.stringify({ ...body, Content }) };
  }
}
