import { createServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { AddressInfo } from "node:net";
import {
  PutSigningProfileCommand,
  SignerClient,
  StartSigningJobCommand,
  StartSigningJobCommandInput,
} from "@aws-sdk/client-signer";
import { zipSync } from "fflate";
import { FixedFaults, InMemoryAuthorizer, InMemoryCertificates, InMemoryObjects, ManualClock } from "./in-memory-aws";
import type { AwsRequest, Caller } from "../../../sandbox/http/aws-request";
import { SignatureAuthority } from "../../../sandbox/signature";
import { createSigner, Signer } from "../../../sandbox/signer";
import type { Clock } from "../../../sandbox/signer/ports";

export const REGION = "eu-central-1";
export const OWNER = "111111111111";
export const OTHER = "222222222222";
export const LAMBDA = "AWSLambda-SHA384-ECDSA";
export const NOTATION = "Notation-OCI-SHA384-ECDSA";
export const IOT = "AWSIoTDeviceManagement-SHA256-ECDSA";
export const SOURCE = { bucketName: "source", key: "code.zip", version: "v1" };
export const CERTIFICATE = `arn:aws:acm:${REGION}:${OWNER}:certificate/0a1b2c3d-0000-4000-8000-123456789abc`;

/** Leaf certificates of one authority serve all tests: creating keys takes longer than everything else here. */
export const authority = SignatureAuthority.create(new Date("2020-01-01T00:00:00Z"));

export interface RecordedResponse {
  readonly operation: string | undefined;
  readonly status: number;
  readonly body: string;
}

/** The emulated AWS Signer behind a real HTTP server, so that AWS's own SDK writes requests and reads answers. */
export class SignerService {
  public static async start(clock?: Clock): Promise<SignerService> {
    const service = new SignerService(clock);
    await new Promise<void>((resolve) => service.server.listen(0, "127.0.0.1", resolve));
    return service;
  }

  public readonly objects = new InMemoryObjects();
  public readonly authorizer = new InMemoryAuthorizer();
  public readonly certificates = new InMemoryCertificates();
  public readonly faults = new FixedFaults();
  public readonly clock = new ManualClock();
  public readonly responses: RecordedResponse[] = [];
  public readonly signer: Signer;
  private readonly callers = new Map<string, Caller>();
  private readonly clients: SignerClient[] = [];
  private readonly server: Server;

  private constructor(clock?: Clock) {
    this.signer = createSigner({
      objects: this.objects,
      authorizer: this.authorizer,
      certificates: this.certificates,
      faults: this.faults,
      clock: clock ?? this.clock,
      signatures: authority,
    });
    this.server = createServer((request, response) => void this.answer(request, response));
    this.objects.addBucket("source", "Enabled");
    this.objects.addBucket("signed");
    this.objects.put(SOURCE.bucketName, SOURCE.key, SOURCE.version, zipOf({ "index.js": "exports.handler = 1" }));
    this.certificates.add(CERTIFICATE, "ISSUED");
  }

  /** A client of an account's root, which has every permission in the account. */
  public root(accountId: string = OWNER, region: string = REGION): SignerClient {
    return this.client({ accountId, arn: `arn:aws:iam::${accountId}:root` }, accountId, region);
  }

  /** A client of a role with the permissions of the test. */
  public role(name: string, accountId: string = OWNER): SignerClient {
    const caller = {
      accountId,
      arn: `arn:aws:sts::${accountId}:assumed-role/${name}/session`,
      policySourceArn: roleArn(name, accountId),
    };
    return this.client(caller, `ROLE${name}`, REGION);
  }

  public async close(): Promise<void> {
    this.signer.reset();
    this.clients.forEach((client) => client.destroy());
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private client(caller: Omit<Caller, "credentials">, accessKeyId: string, region: string): SignerClient {
    const credentials = { accessKeyId, secretAccessKey: "secret" };
    this.callers.set(accessKeyId, { ...caller, credentials });
    const { port } = this.server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    const client = new SignerClient({ endpoint, region, credentials, maxAttempts: 1, disableHostPrefix: true });
    this.clients.push(client);
    return client;
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await this.toAwsRequest(message);
    const answer = await this.signer.handle(request);
    this.responses.push({
      operation: this.signer.operationOf(request.method, request.path),
      status: answer.status,
      body: answer.body.toString(),
    });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  private async toAwsRequest(message: IncomingMessage): Promise<AwsRequest> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const [path, query] = (message.url ?? "").split("?");
    const [, accessKeyId, region] =
      /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(message.headers.authorization ?? "") ?? [];
    const caller = this.callers.get(accessKeyId);
    if (caller === undefined) throw new Error(`no caller with access key ${accessKeyId}`);
    return {
      method: message.method ?? "",
      path,
      query: new URLSearchParams(query),
      headers: {},
      body: Buffer.concat(chunks),
      region,
      caller,
    };
  }
}

export function roleArn(name: string, accountId: string = OWNER): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

export function profileArn(name: string, owner: string = OWNER): string {
  return `arn:aws:signer:${REGION}:${owner}:/signing-profiles/${name}`;
}

export function jobArn(jobId: string, owner: string = OWNER): string {
  return `arn:aws:signer:${REGION}:${owner}:/signing-jobs/${jobId}`;
}

export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

export async function putProfile(client: SignerClient, profileName: string, platformId = LAMBDA): Promise<string> {
  const managedKey = platformId === LAMBDA || platformId === NOTATION;
  const { profileVersion } = await client.send(
    new PutSigningProfileCommand({
      profileName,
      platformId,
      signingMaterial: managedKey ? undefined : { certificateArn: CERTIFICATE },
    }),
  );
  return profileVersion ?? "";
}

/** A request to sign exactly the source object. */
export function signingRequest(profileName: string): StartSigningJobCommandInput {
  return {
    profileName,
    source: { s3: SOURCE },
    destination: { s3: { bucketName: "signed", prefix: "out/" } },
  };
}

export async function startJob(client: SignerClient, profileName: string): Promise<string> {
  const { jobId } = await client.send(new StartSigningJobCommand(signingRequest(profileName)));
  return jobId ?? "";
}

/** The error of a call that must fail. */
export async function errorOf(call: Promise<unknown>): Promise<Error & { code?: string; $metadata?: object }> {
  const outcome: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("the call was expected to fail, but it succeeded");
}
