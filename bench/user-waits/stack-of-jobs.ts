import { SignerSigningJob } from "@cdktf/provider-aws/lib/signer-signing-job";
import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import type { TerraformStack } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";
import { packageBase64 } from "../../test/scenarios/packages";
import { VersionedBucket } from "../../test/scenarios/signing-stack";

export const KINDS = ["ours", "native"] as const;
export type Kind = (typeof KINDS)[number];

const PREFIX = "signed/";

/**
 * A bucket, an object, a profile and signing jobs for the object, which are all that `kind` changes.
 *
 * @param content content of the object
 */
export function declareJobs(stack: TerraformStack, kind: Kind, jobs: number, content: string): void {
  const artifacts = new VersionedBucket(stack, "artifacts");
  const bucket = artifacts.bucket.bucket;
  const source = artifacts.object("source", "source.zip", packageBase64(content));
  const declareJob = { ours: ourJobs, native: nativeJobs }[kind]();
  for (let index = 0; index < jobs; index++) declareJob(`job-${index}`);

  function ourJobs(): (id: string) => void {
    const profile = new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
    const destination = SigningDestination.toBucket(bucket, PREFIX);
    return (id) => new SigningJob(stack, id, { profile, source: SigningSource.fromObject(source), destination });
  }

  function nativeJobs(): (id: string) => void {
    const profile = new SignerSigningProfile(stack, "profile", { platformId: "AWSLambda-SHA384-ECDSA" });
    return (id) =>
      new SignerSigningJob(stack, id, {
        profileName: profile.name,
        source: { s3: { bucket, key: source.key, version: source.versionId } },
        destination: { s3: { bucket, prefix: PREFIX } },
      });
  }
}
