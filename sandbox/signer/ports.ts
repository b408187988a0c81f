import type { Caller } from "../http/aws-request";

/** S3 as a signing job sees it. Every call is made with the caller's credentials: the backend's IAM decides. */
export interface ObjectStore {
  readVersion(caller: Caller, region: string, bucketName: string, key: string, version: string): Promise<StoredObject>;
  write(caller: Caller, region: string, bucketName: string, key: string, body: Buffer): Promise<void>;
  /** `Enabled`, `Suspended`, or `undefined` for a bucket that was never versioned. */
  versioningStatus(caller: Caller, region: string, bucketName: string): Promise<string | undefined>;
}

export interface StoredObject {
  readonly body: Buffer;
  readonly versionId: string;
}

/** Thrown by an `ObjectStore`: S3's own answer. */
export class ObjectStoreError extends Error {
  constructor(
    /** S3's error code, such as `AccessDenied`, `NoSuchKey`, `NoSuchVersion`, `NoSuchBucket`. */
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ObjectStoreError";
  }
}

/** Identity policies of the caller, evaluated by the backend. */
export interface Authorizer {
  isAllowed(
    caller: Caller,
    action: string,
    resourceArn: string,
    context?: Readonly<Record<string, string>>,
  ): Promise<boolean>;
  /** Whether an account or role ARN exists, for the principals of profile permissions. */
  principalExists(principal: string): Promise<boolean>;
}

/** Certificates that IoT and FreeRTOS profiles sign with. */
export interface CertificateStore {
  /** The status of an ACM certificate, or `undefined` if there is none. */
  status(accountId: string, region: string, certificateArn: string): Promise<string | undefined>;
  /** What kind of key the certificate has, such as `ec` or `rsa`. `undefined` if it is unknown. */
  keyType(accountId: string, region: string, certificateArn: string): Promise<string | undefined>;
}

/** The effects of injected faults on a signing job. */
export interface JobPlan {
  /** Seconds from start to the final status; `Infinity` for a job that never ends. */
  readonly durationSeconds: number;
  /** Set for a job that fails, with AWS Signer's status reason. */
  readonly failureReason?: string;
}

export interface JobFaults {
  plan(job: { readonly profileName: string; readonly bucketName: string; readonly key: string }): JobPlan;
}

export interface Clock {
  now(): Date;
}
