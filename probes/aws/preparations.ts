import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateCodeSigningConfigCommand,
  CreateFunctionCommand,
  PublishLayerVersionCommand,
  type CodeSigningPolicy,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  CancelSigningProfileCommand,
  DescribeSigningJobCommand,
  GetSigningProfileCommand,
  PutSigningProfileCommand,
  RevokeSignatureCommand,
  RevokeSigningProfileCommand,
  StartSigningJobCommand,
  type DescribeSigningJobCommandOutput,
} from "@aws-sdk/client-signer";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { strToU8, unzipSync, zipSync } from "fflate";
import type { Clients, Credentials } from "./clients";
import type { RunNames } from "./names";
import { NotAsked, Unprepared } from "../not-asked";
import { roleStatements, type RoleKind } from "./role-kinds";

export const LAMBDA = "AWSLambda-SHA384-ECDSA";
export const NOTATION = "Notation-OCI-SHA384-ECDSA";
export const IOT = "AWSIoTDeviceManagement-SHA256-ECDSA";

export type BucketKind = "source" | "unversioned" | "suspended";
export type ProfileKind = "main" | "second" | "canceled" | "revoked" | "notation" | "iot" | "revocable";
export type ObjectKind = "package" | "empty" | "text" | "no-entries" | "signed" | "no-extension";

export interface Profile {
  readonly name: string;
  readonly version: string;
  readonly arn: string;
  readonly versionArn: string;
}

export interface ObjectVersion {
  readonly bucketName: string;
  readonly key: string;
  readonly version: string;
}

export interface Surroundings {
  readonly names: RunNames;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  /** ACM certificate with an elliptic-curve key. */
  readonly certificateArn?: string;
  /** Stops all preparations. */
  readonly signal: AbortSignal;
}

/** New roles and policies take a while on AWS to reach every service. */
const PROPAGATION_MS = 90_000;
const JOB_MS = 90_000;
/** More than the difference between the clocks of two machines. */
const EARLIER_MS = 60_000;

/**
 * What the probes ask about. Each thing is created once, when a probe first needs it, and never through a lie. If it
 * cannot be created, the probe is not asked.
 */
export class Preparations {
  private readonly made = new Map<string, Promise<unknown>>();

  constructor(
    private readonly clients: Clients,
    public readonly surroundings: Surroundings,
  ) {}

  public get names(): RunNames {
    return this.surroundings.names;
  }

  /** Creates something that only one probe uses. */
  public async make<T>(what: string, create: () => Promise<T>): Promise<T> {
    if (this.surroundings.signal.aborted) throw new NotAsked("the run was interrupted");
    try {
      return await create();
    } catch (error) {
      throw error instanceof NotAsked ? error : new Unprepared(what, error);
    }
  }

  public async bucket(kind: BucketKind): Promise<string> {
    return this.once(`the bucket "${kind}"`, async () => {
      const Bucket = this.names.name(kind);
      const { s3 } = this.clients;
      await s3.send(new CreateBucketCommand({ Bucket, ...this.locationConstraint() }));
      const TagSet = Object.entries(this.names.tags).map(([Key, Value]) => ({ Key, Value }));
      await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
      if (kind !== "unversioned") {
        const Status = kind === "suspended" ? "Suspended" : "Enabled";
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      }
      return Bucket;
    });
  }

  public async object(kind: ObjectKind, bucketKind: BucketKind = "source"): Promise<ObjectVersion> {
    return this.once(`the object "${kind}" in the bucket "${bucketKind}"`, async () => {
      const bucketName = await this.bucket(bucketKind);
      const key = kind === "no-extension" ? "source/package" : `source/${kind}.zip`;
      const Body = kind === "signed" ? await this.signedPackage() : CONTENTS[kind];
      const { VersionId } = await this.clients.s3.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body }));
      return { bucketName, key, version: VersionId ?? "null" };
    });
  }

  public async profile(kind: ProfileKind): Promise<Profile> {
    return this.once(`the signing profile "${kind}"`, async () => {
      const profile = await this.newProfile(kind, PLATFORM_OF[kind] ?? LAMBDA);
      if (kind === "canceled") await this.cancel(profile);
      if (kind === "revoked") await this.revokeProfile(profile);
      return profile;
    });
  }

  /** A profile that only one probe uses. */
  public async freshProfile(purpose: string, platformId = LAMBDA): Promise<Profile> {
    return this.make(`the signing profile "${purpose}"`, async () =>
      this.newProfile(this.names.fresh(purpose), platformId),
    );
  }

  public async cancel({ name }: Profile): Promise<void> {
    await this.clients.signer.send(new CancelSigningProfileCommand({ profileName: name }));
  }

  public async revokeProfile({ name, version }: Profile): Promise<void> {
    const effectiveTime = new Date(Date.now() - EARLIER_MS);
    await this.clients.signer.send(
      new RevokeSigningProfileCommand({ profileName: name, profileVersion: version, reason: "probe", effectiveTime }),
    );
  }

  /** A job of the profile "main" that has succeeded and is never changed. */
  public async succeededJob(): Promise<DescribeSigningJobCommandOutput> {
    return this.once("a job that succeeds", async () => this.runJob("main", await this.object("package"), "Succeeded"));
  }

  public async failedJob(): Promise<DescribeSigningJobCommandOutput> {
    return this.once("a job that fails", async () => this.runJob("main", await this.object("text"), "Failed"));
  }

  /** A job whose signature is revoked. */
  public async revokedJob(): Promise<DescribeSigningJobCommandOutput> {
    return this.once("a job that is revoked", async () => {
      const job = await this.runJob("main", await this.object("package"), "Succeeded");
      await this.clients.signer.send(new RevokeSignatureCommand({ jobId: job.jobId, reason: "probe" }));
      return job;
    });
  }

  /** A job that only one probe uses. */
  public async freshJob(kind: ProfileKind = "main"): Promise<DescribeSigningJobCommandOutput> {
    return this.make("a job that succeeds", async () => this.runJob(kind, await this.object("package"), "Succeeded"));
  }

  public async signedPackage(kind: ProfileKind = "main"): Promise<Buffer> {
    return this.once(`a package that the profile "${kind}" signed`, async () => {
      const job = kind === "main" ? await this.succeededJob() : await this.freshJob(kind);
      return this.signedObjectOf(job);
    });
  }

  public async signedObjectOf({ signedObject }: DescribeSigningJobCommandOutput): Promise<Buffer> {
    const { Body } = await this.clients.s3.send(
      new GetObjectCommand({ Bucket: signedObject?.s3?.bucketName, Key: signedObject?.s3?.key }),
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** A signed package whose code was changed afterwards. */
  public async changedPackage(): Promise<Uint8Array> {
    return zipSync({ ...unzipSync(await this.signedPackage()), "index.mjs": strToU8("export const changed = true;") });
  }

  /** Clients of a new role, after AWS knows it and its policy. */
  public async role(kind: RoleKind): Promise<Clients> {
    return this.once(`the role "${kind}"`, async () => {
      const trusted = { Effect: "Allow", Principal: { AWS: this.rootArn() }, Action: "sts:AssumeRole" };
      const policy = document(roleStatements(kind, await this.rolePolicyParts()));
      const arn = await this.createRole(kind, trusted, policy);
      const clients = this.clients.with({ credentials: await this.sessionOf(arn), profile: undefined });
      const { name } = await this.profile("main");
      await untilAllowed(async () => clients.signer.send(new GetSigningProfileCommand({ profileName: name })));
      return clients;
    });
  }

  /** ARN of a role without permissions that Lambda may assume. */
  public async functionRole(): Promise<string> {
    return this.once("a role for functions", async () => {
      const trusted = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
      return this.createRole("function", trusted);
    });
  }

  public async codeSigningConfig(policy: CodeSigningPolicy): Promise<string> {
    return this.once(`a code signing config with the policy ${policy}`, async () => this.newCodeSigningConfig(policy));
  }

  public async freshCodeSigningConfig(): Promise<string> {
    return this.make("a code signing config", async () => this.newCodeSigningConfig("Warn"));
  }

  /** Name of a function that enforces signatures and has a signed package. */
  public async signedFunction(): Promise<string> {
    return this.once("a function with a signed package", async () => {
      const FunctionName = this.names.name("signed");
      const command = async (): Promise<CreateFunctionCommand> =>
        this.createFunctionCommand(FunctionName, await this.signedPackage(), "Enforce");
      await untilAllowed(async () => this.clients.lambda.send(await command()));
      return FunctionName;
    });
  }

  /** ARN of a new version of a new layer. */
  public async layer(ZipFile: Uint8Array): Promise<string> {
    return this.make("a layer", async () => {
      const LayerName = this.names.name(this.names.fresh("layer"));
      const { LayerVersionArn } = await this.clients.lambda.send(
        new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } }),
      );
      return LayerVersionArn ?? "";
    });
  }

  public async createFunctionCommand(
    FunctionName: string,
    ZipFile: Uint8Array,
    policy: CodeSigningPolicy,
  ): Promise<CreateFunctionCommand> {
    return new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: await this.functionRole(),
      Code: { ZipFile },
      CodeSigningConfigArn: await this.codeSigningConfig(policy),
      Tags: this.names.tags,
    });
  }

  private async once<T>(what: string, create: () => Promise<T>): Promise<T> {
    const earlier = this.made.get(what) as Promise<T> | undefined;
    if (earlier !== undefined) return earlier;
    const making = this.make(what, create);
    this.made.set(what, making);
    return making;
  }

  private async newProfile(purpose: string, platformId: string): Promise<Profile> {
    const name = this.names.profileName(purpose);
    const { certificateArn } = this.surroundings;
    if (platformId === IOT && certificateArn === undefined) {
      throw new NotAsked("needs --certificate-arn, an ACM certificate with an elliptic-curve key");
    }
    const signingMaterial = platformId === IOT ? { certificateArn } : undefined;
    const { arn, profileVersion, profileVersionArn } = await this.clients.signer.send(
      new PutSigningProfileCommand({ profileName: name, platformId, signingMaterial, tags: this.names.tags }),
    );
    return { name, version: profileVersion ?? "", arn: arn ?? "", versionArn: profileVersionArn ?? "" };
  }

  private async runJob(
    kind: ProfileKind,
    source: ObjectVersion,
    status: "Succeeded" | "Failed",
  ): Promise<DescribeSigningJobCommandOutput> {
    const { name } = await this.profile(kind);
    const destination = { s3: { bucketName: await this.bucket("source"), prefix: "signed/" } };
    const { jobId } = await this.clients.signer.send(
      new StartSigningJobCommand({
        profileName: name,
        source: { s3: source },
        destination,
        clientRequestToken: randomUUID(),
      }),
    );
    const deadline = Date.now() + JOB_MS;
    for (;;) {
      const job = await this.clients.signer.send(new DescribeSigningJobCommand({ jobId }));
      if (job.status === status) return job;
      if (job.status !== "InProgress" || Date.now() > deadline) {
        throw new Error(`the job is ${job.status} (${job.statusReason ?? "no reason"}), not ${status}`);
      }
      await sleep(300);
    }
  }

  private async newCodeSigningConfig(policy: CodeSigningPolicy): Promise<string> {
    const { versionArn } = await this.profile("main");
    const { CodeSigningConfig } = await this.clients.lambda.send(
      new CreateCodeSigningConfigCommand({
        Description: this.names.name(policy),
        AllowedPublishers: { SigningProfileVersionArns: [versionArn] },
        CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
        Tags: this.names.tags,
      }),
    );
    return CodeSigningConfig?.CodeSigningConfigArn ?? "";
  }

  private async createRole(purpose: string, trusted: object, policy?: string): Promise<string> {
    const RoleName = this.names.name(purpose);
    const { iam } = this.clients;
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: this.names.naming.rolePath,
        AssumeRolePolicyDocument: document([trusted]),
        Tags: Object.entries(this.names.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    if (policy !== undefined) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "probe", PolicyDocument: policy }));
    }
    return Role?.Arn ?? "";
  }

  private async sessionOf(RoleArn: string): Promise<Credentials> {
    const { Credentials: session } = await untilAllowed(async () =>
      this.clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "probe" })),
    );
    return {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken,
    };
  }

  private async rolePolicyParts() {
    const { accountId, region, partition } = this.surroundings;
    const { arn, version } = await this.profile("main");
    return {
      profileArn: arn,
      profileVersion: version,
      jobArns: `arn:${partition}:signer:${region}:${accountId}:/signing-jobs/*`,
      bucketArn: `arn:${partition}:s3:::${await this.bucket("source")}`,
    };
  }

  private rootArn(): string {
    const { partition, accountId } = this.surroundings;
    return `arn:${partition}:iam::${accountId}:root`;
  }

  private locationConstraint(): object {
    const { region } = this.surroundings;
    return region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  }
}

const CONTENTS: Readonly<Record<Exclude<ObjectKind, "signed">, Uint8Array>> = {
  package: unsignedPackage(),
  "no-extension": unsignedPackage(),
  empty: new Uint8Array(),
  text: strToU8("export const handler = 1;"),
  "no-entries": zipSync({}),
};

const PLATFORM_OF: Partial<Record<ProfileKind, string>> = { notation: NOTATION, iot: IOT };

export function unsignedPackage(): Uint8Array {
  return zipSync({ "index.mjs": strToU8("export const handler = async () => 'probe';") });
}

function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Repeats a request that is refused because IAM has not propagated yet. */
async function untilAllowed<T>(request: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PROPAGATION_MS;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!isNotPropagated(error) || Date.now() > deadline) throw error;
      await sleep(2000);
    }
  }
}

function isNotPropagated(error: unknown): boolean {
  const { name = "", message = "" } = error as Error;
  return /AccessDenied|InvalidClientTokenId|UnrecognizedClient/.test(name) || /cannot be assumed/.test(message);
}
