import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SignerSigningJob } from "@cdktf/provider-aws/lib/signer-signing-job";
import { AssetType, conditional, TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/**
 * Signs a package. At first it uses the AWS provider's own resource. When RELEASE_JOB_ID is set, a `SigningJob` takes
 * over the same job. The job does not run again.
 */
export class Release extends TerraformStack {
  public readonly unsigned: S3Object;
  public readonly profile: SigningProfile;
  public readonly jobId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    const bucket = new S3Bucket(this, "packages", { bucketPrefix: "signed-packages-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    const code = new TerraformAsset(this, "code", { path: join(__dirname, "package"), type: AssetType.ARCHIVE });
    this.unsigned = new S3Object(this, "unsigned", {
      bucket: bucket.bucket,
      key: "unsigned/package.zip",
      source: code.path,
      sourceHash: code.assetHash,
      dependsOn: [versioning],
    });
    this.profile = new SigningProfile(this, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });

    const { RELEASE_JOB_ID } = process.env;
    this.jobId = RELEASE_JOB_ID ? this.takeOver(RELEASE_JOB_ID) : this.sign();
    new TerraformOutput(this, "jobId", { value: this.jobId, staticId: true });
  }

  /** Before: the original program. */
  private sign(): string {
    const { bucket, key, versionId } = this.unsigned;
    const job = new SignerSigningJob(this, "native-job", {
      profileName: this.profile.signingProfileName,
      source: { s3: { bucket, key, version: versionId } },
      destination: { s3: { bucket, prefix: "signed/" } },
    });
    return job.jobId;
  }

  /** After: the same profile, source and destination, and the id of the job. */
  private takeOver(importJobId: string): string {
    // The provider makes no AWS call to destroy a job. With this block, the plan says that Terraform only forgets the
    // job (Terraform 1.7, OpenTofu 1.10).
    this.addOverride("removed", [{ from: "aws_signer_signing_job.native-job", lifecycle: { destroy: false } }]);
    const job = new SigningJob(this, "job", {
      profile: this.profile,
      source: SigningSource.fromObject(this.unsigned),
      destination: SigningDestination.toBucket(this.unsigned.bucket, "signed/"),
      importJobId,
    });
    new TerraformOutput(this, "signature", {
      value: conditional(job.imported, "adopted", "signed"),
      staticId: true,
    });
    return job.jobId;
  }
}
