import type { Caller } from "../http/aws-request";
import { ArchiveError } from "../signature";
import { notAuthorized } from "./access";
import { objectArn } from "./arn";
import type { SignerContext } from "./context";
import { imageAlgorithmOf, imageDocument } from "./image-document";
import { isEllipticCurve, LAMBDA } from "./platforms";
import { ObjectStoreError } from "./ports";
import type { JobOutcome, ObjectSigningJob, SignedObject, SigningProfile, SourceObject } from "./state";
import { expiryOf } from "./validity-period";

// Only these status reasons of AWS are known. The sandbox chose the texts of all others.
const SUCCEEDED = "Signing Succeeded";
const NO_EC_KEY = "can't identify EC private key.";

/** The source of a job, or the reason why the job will fail. */
export type FoundSource = { readonly body: Buffer } | { readonly failure: string };

/** The key of the signed object. The prefix is added unchanged. Measured by a third party. */
export function signedKey(profile: SigningProfile, prefix: string, jobId: string): string {
  return `${prefix}${jobId}${profile.platform.platformId === LAMBDA ? ".zip" : ""}`;
}

/**
 * Reads the source with the caller's permissions.
 *
 * @throws AccessDeniedException if S3 refuses. Every other problem with the source fails the job later
 */
export async function readSource(
  { ports }: SignerContext,
  caller: Caller,
  region: string,
  profile: SigningProfile,
  source: SourceObject,
): Promise<FoundSource> {
  const { bucketName, key, version } = source;
  try {
    const { body } = await ports.objects.readVersion(caller, region, bucketName, key, version);
    const { maxSizeInMB } = profile.platform;
    if (maxSizeInMB !== undefined && body.length > maxSizeInMB * 1024 * 1024) {
      return { failure: `The source object ${describe(source)} is larger than ${maxSizeInMB} MB.` };
    }
    if (body.length === 0) return { failure: `The source object ${describe(source)} is empty.` };
    // Only the version "null" can be there without versioning.
    if (version === "null" && (await ports.objects.versioningStatus(caller, region, bucketName)) === undefined) {
      return { failure: `The source bucket ${bucketName} is not versioned.` };
    }
    return { body };
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
    if (error.code === "AccessDenied") {
      const because = `; Amazon S3 said: ${error.message}`;
      throw notAuthorized(caller, "s3:GetObjectVersion", objectArn(region, bucketName, key), because);
    }
    return { failure: `Could not read the source object ${describe(source)}: ${error.code}: ${error.message}` };
  }
}

/** Signs and stores, with the permissions that the caller had at the start. */
export async function finishJob(
  context: SignerContext,
  caller: Caller,
  job: ObjectSigningJob,
  source: FoundSource,
  destination: SignedObject,
): Promise<JobOutcome> {
  const failed = (statusReason: string): JobOutcome => {
    return { status: "Failed", statusReason, completedAt: context.ports.clock.now() };
  };
  if ("failure" in source) return failed(source.failure);
  if (await hasForeignKey(context, job.profile, job.region)) return failed(NO_EC_KEY);

  const signedAt = context.ports.clock.now();
  const signatureExpiresAt = expiryOf(signedAt, job.profile.validity);
  try {
    const signed = await sign(context, job, source.body, signedAt, signatureExpiresAt);
    await context.ports.objects.write(caller, job.region, destination.bucketName, destination.key, signed);
  } catch (error) {
    return failed(failureReason(error, job.source, destination));
  }
  const completedAt = context.ports.clock.now();
  return { status: "Succeeded", statusReason: SUCCEEDED, completedAt, signedObject: destination, signatureExpiresAt };
}

/** Whether the profile's certificate has no key for the elliptic curves that its platform signs with. */
async function hasForeignKey({ ports }: SignerContext, profile: SigningProfile, region: string): Promise<boolean> {
  const { certificateArn, owner, platform } = profile;
  if (certificateArn === undefined || !isEllipticCurve(platform)) return false;
  const keyType = await ports.certificates.keyType(owner, region, certificateArn);
  return keyType !== undefined && keyType !== "ec";
}

async function sign(
  { ports }: SignerContext,
  job: ObjectSigningJob,
  body: Buffer,
  signedAt: Date,
  expiresAt: Date,
): Promise<Buffer> {
  const { profile } = job;
  if (profile.platform.platformId === LAMBDA) {
    const profileVersionArn = profile.versionArn;
    return ports.signatures.signZip(body, { jobArn: job.arn, profileVersionArn, signedAt, expiresAt });
  }
  return imageDocument(profile, job.source, body, ports.signatures.signImage(body, imageAlgorithmOf(profile)));
}

function failureReason(error: unknown, source: SourceObject, destination: SignedObject): string {
  if (error instanceof ArchiveError) return `The source object ${describe(source)} cannot be signed: ${error.message}.`;
  if (error instanceof ObjectStoreError) {
    const { bucketName, key } = destination;
    return `Could not write the signed object s3://${bucketName}/${key}: ${error.code}: ${error.message}`;
  }
  return `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`;
}

function describe({ bucketName, key, version }: SourceObject): string {
  return `s3://${bucketName}/${key} (version ${version})`;
}
