import type { RequestSubject } from "../calls/recorded-call";
import { percentDecode } from "../http/percent-encoding";

/** @see https://docs.aws.amazon.com/signer/latest/api/API_Operations.html */
export const SIGNER_OPERATIONS: readonly string[] = [
  "AddProfilePermission",
  "CancelSigningProfile",
  "DescribeSigningJob",
  "GetRevocationStatus",
  "GetSigningPlatform",
  "GetSigningProfile",
  "ListProfilePermissions",
  "ListSigningJobs",
  "ListSigningPlatforms",
  "ListSigningProfiles",
  "ListTagsForResource",
  "PutSigningProfile",
  "RemoveProfilePermission",
  "RevokeSignature",
  "RevokeSigningProfile",
  "SignPayload",
  "StartSigningJob",
  "TagResource",
  "UntagResource",
];

type SignerSubject = Omit<RequestSubject, "service" | "operation" | "accountId">;

/** What requests to Signer are about. It remembers jobs, so a request about a job is also about its profile. */
export class SignerSubjects {
  private readonly jobs = new Map<string, SignerSubject>();

  public ofRequest(operation: string, path: string, body: Buffer): SignerSubject {
    const jobId = /^\/signing-jobs\/([^/]+)/.exec(path)?.[1];
    if (operation === "SignPayload") return { profileName: jsonField(body, "profileName") };
    if (jobId !== undefined) return { ...this.jobs.get(jobId), jobId: percentDecode(jobId) };
    const profileName = /^\/signing-profiles\/([^/]+)/.exec(path)?.[1];
    if (profileName !== undefined) return { profileName: percentDecode(profileName) };
    return operation === "StartSigningJob" ? startedJob(body) : {};
  }

  /** @returns the subject, completed from the answer */
  public learnFrom(operation: string, subject: SignerSubject, answer: Buffer | string): SignerSubject {
    const jobId = operation === "StartSigningJob" ? jsonField(answer, "jobId") : undefined;
    if (jobId === undefined) return subject;
    const { profileName, bucketName, key } = subject;
    this.jobs.set(jobId, { profileName, bucketName, key });
    return { ...subject, jobId };
  }

  public forgetAll(): void {
    this.jobs.clear();
  }
}

function startedJob(body: Buffer): SignerSubject {
  const source = parsed(parsed(parsed(body).source).s3);
  return {
    profileName: jsonField(body, "profileName"),
    clientRequestToken: jsonField(body, "clientRequestToken"),
    bucketName: asText(source.bucketName),
    key: asText(source.key),
    version: asText(source.version),
  };
}

function jsonField(json: Buffer | string, name: string): string | undefined {
  return asText(parsed(json)[name]);
}

function parsed(json: unknown): Record<string, unknown> {
  if (!Buffer.isBuffer(json) && typeof json !== "string") return (json ?? {}) as Record<string, unknown>;
  try {
    return (JSON.parse(json.toString()) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
