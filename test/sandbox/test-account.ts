import { randomBytes } from "node:crypto";
import { CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
  type CreateFunctionCommandInput,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PutSigningProfileCommand, SignerClient } from "@aws-sdk/client-signer";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { strToU8, zipSync } from "fflate";
import type { SandboxClient } from "../../sandbox/client";
import { asRootOf, freshAccountId, type ClientSettings } from "../sandbox-under-test";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** AWS SDK clients of one principal. None of them retries, because a test expects the first answer. */
export class Clients {
  public readonly iam: IAMClient;
  public readonly lambda: LambdaClient;
  public readonly s3: S3Client;
  public readonly signer: SignerClient;
  public readonly sts: STSClient;

  constructor(settings: ClientSettings & { credentials: Credentials }) {
    const once = { ...settings, maxAttempts: 1 };
    this.iam = new IAMClient(once);
    this.lambda = new LambdaClient(once);
    this.s3 = new S3Client({ ...once, forcePathStyle: true });
    this.signer = new SignerClient({ ...once, disableHostPrefix: true });
    this.sts = new STSClient(once);
  }

  public destroy(): void {
    for (const client of [this.iam, this.lambda, this.s3, this.signer, this.sts]) client.destroy();
  }
}

export interface InvocationAnswer {
  readonly payload: any;
  readonly functionError?: string;
  readonly log: string;
  readonly executedVersion?: string;
}

/** An AWS account that no other test uses, with clients and helpers for most tests. */
export class TestAccount {
  public readonly id = freshAccountId();
  public readonly root: Clients;
  private readonly all: Clients[] = [];

  constructor(public readonly sandbox: SandboxClient) {
    this.root = this.as(this.rootCredentials);
  }

  public get rootCredentials(): Credentials {
    return { accessKeyId: this.id, secretAccessKey: "test" };
  }

  public as(credentials: Credentials, region = "us-east-1"): Clients {
    const clients = new Clients({ ...asRootOf(this.id, this.sandbox, region), credentials });
    this.all.push(clients);
    return clients;
  }

  public destroy(): void {
    this.all.forEach((clients) => clients.destroy());
  }

  /** @returns the ARN of a role that Lambda and the account itself may assume */
  public async createRole(
    name: string,
    statements: object[],
    more: { Path?: string; PermissionsBoundary?: string } = {},
  ): Promise<string> {
    const trust = [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${this.id}:root` }, Action: "sts:AssumeRole" },
    ];
    const { Role } = await this.root.iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy(trust), ...more }),
    );
    if (statements.length > 0) {
      await this.root.iam.send(
        new PutRolePolicyCommand({ RoleName: name, PolicyName: "policy", PolicyDocument: policy(statements) }),
      );
    }
    return Role?.Arn ?? "";
  }

  /** @returns the ARN of a managed policy */
  public async createPolicy(PolicyName: string, statements: object[]): Promise<string> {
    const { Policy } = await this.root.iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: policy(statements) }),
    );
    return Policy?.Arn ?? "";
  }

  public async assume(roleArn: string): Promise<Clients> {
    return this.as(await this.sessionOf(roleArn));
  }

  public async sessionOf(roleArn: string): Promise<Credentials> {
    const { Credentials: session } = await this.root.sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "test" }),
    );
    return {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken,
    };
  }

  /** @returns the name of a bucket with versioning */
  public async createBucket(): Promise<string> {
    const Bucket = `test-${randomBytes(8).toString("hex")}`;
    await this.root.s3.send(new CreateBucketCommand({ Bucket }));
    await this.root.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    return Bucket;
  }

  /** @returns the version of the object */
  public async putObject(Bucket: string, Key: string, Body: Uint8Array | string): Promise<string> {
    const { VersionId } = await this.root.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    return VersionId ?? "";
  }

  /** @returns the ARN of the version of a profile for Lambda */
  public async createProfile(profileName: string): Promise<string> {
    const { profileVersionArn } = await this.root.signer.send(
      new PutSigningProfileCommand({ profileName, platformId: "AWSLambda-SHA384-ECDSA" }),
    );
    return profileVersionArn ?? "";
  }

  /** Creates a function and waits until it is active. Without a given role, the function's role has no permissions. */
  public async createFunction(
    name: string,
    more: Partial<CreateFunctionCommandInput> & { source?: string } = {},
  ): Promise<void> {
    const { source = "export const handler = async (event) => event;", ...input } = more;
    await this.root.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: input.Role ?? (await this.createRole(`${name}-role`, [])),
        Code: { ZipFile: moduleZip(source) },
        ...input,
      }),
    );
    await this.untilActive(name);
  }

  public async untilActive(name: string): Promise<void> {
    await waitUntilFunctionActiveV2(
      { client: this.root.lambda, maxWaitTime: 10, minDelay: 0.1, maxDelay: 1 },
      { FunctionName: name },
    );
  }

  public async invoke(name: string, event: unknown = {}, clients = this.root): Promise<InvocationAnswer> {
    const answer = await clients.lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: "Tail" }),
    );
    const text = Buffer.from(answer.Payload ?? []).toString("utf8");
    return {
      payload: text === "" ? undefined : JSON.parse(text),
      functionError: answer.FunctionError,
      executedVersion: answer.ExecutedVersion,
      log: Buffer.from(answer.LogResult ?? "", "base64").toString("utf8"),
    };
  }
}

export function policy(statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The deployment package of a function with one ES module. */
export function moduleZip(source: string): Buffer {
  return Buffer.from(zipSync({ "index.mjs": strToU8(source) }));
}

/** The error of a failed call, as AWS names it. */
export async function errorOf(call: Promise<unknown>): Promise<Error & { $metadata?: { httpStatusCode?: number } }> {
  return call.then(
    () => {
      throw new Error("the call was expected to fail");
    },
    (error: Error) => error,
  );
}
