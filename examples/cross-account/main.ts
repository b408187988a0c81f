import { join } from "node:path";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "cdktf-aws-signer";
import type { Construct } from "constructs";

interface Accounts {
  /** AWS CLI profile of the account that owns the signing profile, such as the security team's account. */
  readonly ownerProfile: string;
  /** AWS CLI profile of the account that signs with the signing profile. */
  readonly invokerProfile: string;
}

/** Signs code of one account with the signing profile of another account. */
class CrossAccount extends TerraformStack {
  constructor(scope: Construct, id: string, { ownerProfile, invokerProfile }: Accounts) {
    super(scope, id);
    const region = process.env.AWS_REGION ?? "us-east-1";
    // The provider without an alias is the stack's default. Signing jobs and all resources that name no provider belong
    // to the invoker.
    new AwsProvider(this, "invoker", { region, profile: invokerProfile });
    const owner = new AwsProvider(this, "owner", { region, profile: ownerProfile, alias: "owner" });
    const invokerAccountId = new DataAwsCallerIdentity(this, "invoker-account").accountId;
    const ownerAccountId = new DataAwsCallerIdentity(this, "owner-account", { provider: owner }).accountId;

    const profile = new SigningProfile(this, "profile", {
      platform: Platform.AWS_LAMBDA_SHA384_ECDSA,
      provider: owner,
    });
    profile.grantStartSigningJob("invoker-signs", invokerAccountId);
    profile.grantRevokeSignature("invoker-revokes", invokerAccountId);

    const bucket = new S3Bucket(this, "packages", { bucketPrefix: "signed-packages-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    const job = new SigningJob(this, "job", {
      profile,
      // Profile names are unique only within an account, so AWS Signer needs the owner to find a profile of another
      // account.
      profileOwner: ownerAccountId,
      source: SigningSource.fromAsset(join(__dirname, "package"), { bucket: bucket.bucket, dependsOn: [versioning] }),
      destination: SigningDestination.toBucket(bucket.bucket, "signed/"),
      revokeOnDestroy: true,
    });

    new TerraformOutput(this, "jobId", { value: job.jobId, staticId: true });
    new TerraformOutput(this, "jobOwner", { value: job.jobOwner, staticId: true });
    new TerraformOutput(this, "jobInvoker", { value: job.jobInvoker, staticId: true });
    new TerraformOutput(this, "signedObjectKey", { value: job.signedObject.key, staticId: true });
  }
}

const { OWNER_PROFILE: ownerProfile, INVOKER_PROFILE: invokerProfile } = process.env;
if (!ownerProfile || !invokerProfile) {
  throw new Error("Set OWNER_PROFILE and INVOKER_PROFILE to two profiles of the AWS CLI; README.md tells how");
}
const app = new App();
new CrossAccount(app, "cross-account", { ownerProfile, invokerProfile });
app.synth();
