import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { conditional, TerraformOutput, TerraformStack } from "cdktf";
import { SigningDestination, SigningJob, SigningProfile, SigningSource } from "cdktf-aws-signer";
import type { Construct } from "constructs";
import type { Release } from "./release";

/**
 * Declares a job and finds it done: from now on this stack signs each new version of the package, but it need not sign the
 * one that is signed already.
 */
export class Adopt extends TerraformStack {
  constructor(scope: Construct, id: string, release: Release) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });
    const { bucket, key, versionId } = release.unsigned;

    const job = new SigningJob(this, "job", {
      // Profile, source and destination must be those of the job. Otherwise a new one signs, as what is declared counts.
      profile: SigningProfile.fromSigningProfileName(this, "profile", release.profile.signingProfileName),
      source: SigningSource.fromBucket(bucket, key, versionId),
      destination: SigningDestination.toBucket(bucket, "signed/"),
      // Counts once. Leave it out after the first deployment, and nothing changes.
      importJobId: release.jobId,
    });

    new TerraformOutput(this, "jobId", { value: job.jobId, staticId: true });
    // Were it made anew, the job would be another than the declared one. The function's log says what is different.
    new TerraformOutput(this, "signature", {
      value: conditional(job.imported, "adopted", "made anew"),
      staticId: true,
    });
  }
}
