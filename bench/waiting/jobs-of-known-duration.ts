import { SignerSigningJob } from "@cdktf/provider-aws/lib/signer-signing-job";
import { TerraformOutput, TerraformStack } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningFunction, SigningProfile, SigningSource } from "../../src";
import { packageBase64 } from "../../test/scenarios/packages";
import { VersionedBucket } from "../../test/scenarios/signing-stack";

/** Key of the object whose signing job has that duration. */
export function keyOf(seconds: number): string {
  return `takes-${seconds}-seconds.zip`;
}

/** One job of each duration, with this library and with the native resource. Another round signs all of them again. */
export function declareJobs(stack: TerraformStack, durations: readonly number[], round: number): void {
  const profile = new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
  const artifacts = new VersionedBucket(stack, "artifacts");
  const bucket = artifacts.bucket.bucket;
  for (const seconds of durations) {
    const source = artifacts.object(`source-${seconds}`, keyOf(seconds), packageBase64(`export const s = ${seconds};`));
    new SigningJob(stack, `job-${seconds}`, {
      profile,
      source: SigningSource.fromObject(source),
      destination: SigningDestination.toBucket(bucket, `ours/${round}/`),
    });
    new SignerSigningJob(stack, `native-${seconds}`, {
      profileName: profile.signingProfileName,
      source: { s3: { bucket, key: source.key, version: source.versionId } },
      destination: { s3: { bucket, prefix: `native/${round}/` } },
    });
  }
  const { functionName } = SigningFunction.getOrCreate(stack);
  new TerraformOutput(stack, "functionName", { value: functionName, staticId: true });
}
