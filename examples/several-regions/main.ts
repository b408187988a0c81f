import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, TerraformOutput, TerraformProvider, TerraformStack } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "cdktf-aws-signer";
import { Construct } from "constructs";

/** A package, signed in the Region of a provider. Profile, source, destination and function must be in one Region. */
class SignedPackage extends Construct {
  public readonly job: SigningJob;

  constructor(scope: Construct, id: string, provider: TerraformProvider) {
    super(scope, id);
    const { bucket } = new S3Bucket(this, "packages", {
      bucketPrefix: "signed-packages-",
      forceDestroy: true,
      provider,
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
      provider,
    });
    this.job = new SigningJob(this, "job", {
      profile: new SigningProfile(this, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, provider }),
      source: SigningSource.fromAsset(join(__dirname, "package"), { bucket, dependsOn: [versioning] }),
      destination: SigningDestination.toBucket(bucket, "signed/"),
      // All signing jobs of one provider share a function, so two providers have two functions.
      provider,
    });
  }
}

/** The same package, signed in two Regions, because AWS Lambda accepts code only from buckets of its own Region. */
class SeveralRegions extends TerraformStack {
  constructor(scope: Construct, id: string, regions: string[]) {
    super(scope, id);
    for (const region of regions) {
      const provider = new AwsProvider(this, `aws-${region}`, { region, alias: region });
      const { job } = new SignedPackage(this, region, provider);

      new TerraformOutput(this, `${region}-signed-object`, {
        value: `${job.signedObject.bucketName}/${job.signedObject.key}`,
        staticId: true,
      });
      new TerraformOutput(this, `${region}-function`, { value: job.resource.functionName, staticId: true });
    }
  }
}

const app = new App();
new SeveralRegions(app, "several-regions", ["us-east-1", "eu-west-1"]);
app.synth();
