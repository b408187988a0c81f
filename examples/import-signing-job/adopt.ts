import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { conditional, TerraformOutput, TerraformStack } from "cdktf";
import { SigningDestination, SigningJob, SigningProfile, SigningSource } from "cdktf-aws-signer";
import type { Construct } from "constructs";
import type { Release } from "./release";

/**
 * Declares a job that has already run. This stack does not sign the current version of the package again, and it signs
 * each new version from now on.
 */
export class Adopt extends TerraformStack {
  constructor(scope: Construct, id: string, release: Release) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });
    const { bucket, key, versionId } = release.unsigned;

    const job = new SigningJob(this, "job", {
      // Profile, source and destination must match the job. Otherwise a new job signs, because the declaration counts.
      profile: SigningProfile.fromSigningProfileName(this, "profile", release.profile.signingProfileName),
      source: SigningSource.fromBucket(bucket, key, versionId),
      destination: SigningDestination.toBucket(bucket, "signed/"),
      // Used only once. Remove it after the first deployment. Nothing changes then.
      importJobId: release.jobId,
    });

    new TerraformOutput(this, "jobId", { value: job.jobId, staticId: true });
    // A new job signs if the job does not match the declaration. The function's log then reports the differences.
    new TerraformOutput(this, "signature", {
      value: conditional(job.imported, "adopted", "signed"),
      staticId: true,
    });
  }
}
