import type { Caller } from "../../../sandbox/http/aws-request";
import {
  Authorizer,
  CertificateStore,
  Clock,
  JobFaults,
  JobPlan,
  ObjectStore,
  ObjectStoreError,
  StoredObject,
} from "../../../sandbox/signer/ports";

interface StoredVersion extends StoredObject {
  readonly key: string;
}

/** S3 in memory. The only policies are the refusals that a test declares. */
export class InMemoryObjects implements ObjectStore {
  /** One line for every successful write: the caller and the object. */
  public readonly writes: string[] = [];
  private readonly buckets = new Map<string, { versioning?: string; objects: StoredVersion[] }>();
  private readonly refusals = new Set<string>();

  public addBucket(name: string, versioning?: string): void {
    this.buckets.set(name, { versioning, objects: [] });
  }

  public put(bucketName: string, key: string, versionId: string, body: Buffer): void {
    this.bucket(bucketName).objects.push({ key, versionId, body });
  }

  public latest(bucketName: string, key: string): Buffer | undefined {
    return this.bucket(bucketName)
      .objects.filter((object) => object.key === key)
      .at(-1)?.body;
  }

  public refuse(accessKeyId: string, operation: "read" | "write", bucketName: string): void {
    this.refusals.add(`${accessKeyId} ${operation} ${bucketName}`);
  }

  public async readVersion(
    caller: Caller,
    _region: string,
    bucketName: string,
    key: string,
    version: string,
  ): Promise<StoredObject> {
    this.requireAccess(caller, "read", bucketName);
    const versions = this.bucket(bucketName).objects.filter((object) => object.key === key);
    if (versions.length === 0) throw new ObjectStoreError("NoSuchKey", "The specified key does not exist.");
    const found = versions.find((object) => object.versionId === version);
    if (found === undefined) throw new ObjectStoreError("NoSuchVersion", "The specified version does not exist.");
    return found;
  }

  public async write(caller: Caller, _region: string, bucketName: string, key: string, body: Buffer): Promise<void> {
    this.requireAccess(caller, "write", bucketName);
    this.bucket(bucketName).objects.push({ key, versionId: `v${this.writes.length + 1}`, body });
    this.writes.push(`${caller.credentials.accessKeyId} wrote ${bucketName}/${key}`);
  }

  public async versioningStatus(_caller: Caller, _region: string, bucketName: string): Promise<string | undefined> {
    return this.bucket(bucketName).versioning;
  }

  private bucket(name: string): { versioning?: string; objects: StoredVersion[] } {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw new ObjectStoreError("NoSuchBucket", "The specified bucket does not exist");
    return bucket;
  }

  private requireAccess(caller: Caller, operation: "read" | "write", bucketName: string): void {
    if (this.refusals.has(`${caller.credentials.accessKeyId} ${operation} ${bucketName}`)) {
      throw new ObjectStoreError("AccessDenied", "Access Denied");
    }
  }
}

/** Identity policies in memory: a list of what each role may do. Without an entry nothing is allowed. */
export class InMemoryAuthorizer implements Authorizer {
  /** Every authorization request, with its condition keys. */
  public readonly questions: { action: string; resourceArn: string; context: Readonly<Record<string, string>> }[] = [];
  public readonly missingPrincipals = new Set<string>();
  private readonly grants = new Map<string, { action: string; resourceArn: string }[]>();

  public allow(roleArn: string, action: string, resourceArn: string): void {
    this.grants.set(roleArn, [...(this.grants.get(roleArn) ?? []), { action, resourceArn }]);
  }

  public async isAllowed(
    caller: Caller,
    action: string,
    resourceArn: string,
    context: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    this.questions.push({ action, resourceArn, context });
    const grants = this.grants.get(caller.policySourceArn ?? "") ?? [];
    return grants.some((grant) => matches(grant.action, action) && matches(grant.resourceArn, resourceArn));
  }

  public async principalExists(principal: string): Promise<boolean> {
    return !this.missingPrincipals.has(principal);
  }
}

export class InMemoryCertificates implements CertificateStore {
  private readonly statuses = new Map<string, string>();
  private readonly keyTypes = new Map<string, string>();

  public add(certificateArn: string, status: string, keyType?: string): void {
    this.statuses.set(certificateArn, status);
    if (keyType !== undefined) this.keyTypes.set(certificateArn, keyType);
  }

  public async keyType(_accountId: string, _region: string, certificateArn: string): Promise<string | undefined> {
    return this.keyTypes.get(certificateArn);
  }

  public async status(_accountId: string, _region: string, certificateArn: string): Promise<string | undefined> {
    return this.statuses.get(certificateArn);
  }
}

/** Uses the same plan for every job until a test changes it. */
export class FixedFaults implements JobFaults {
  public nextPlan: JobPlan = { durationSeconds: 5 };
  public readonly planned: { profileName: string; bucketName: string; key: string }[] = [];

  public plan(job: { profileName: string; bucketName: string; key: string }): JobPlan {
    this.planned.push(job);
    return this.nextPlan;
  }
}

/** Time passes only when a test advances it. */
export class ManualClock implements Clock {
  private time = new Date("2026-03-01T12:00:00.250Z").getTime();

  public now(): Date {
    return new Date(this.time);
  }

  public advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

/** A pattern is a text, or the start of one before a star. */
function matches(pattern: string, text: string): boolean {
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}
