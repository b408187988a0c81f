import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, conditional, Op, TerraformOutput, TerraformStack, Token } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/**
 * A Lambda function that uses a candidate package if AWS Signer can sign it, and keeps the stable package otherwise.
 *
 * This candidate cannot be signed, because the zip is damaged. Replace it with a valid zip and deploy again. Then it is
 * signed and deployed.
 */
class IgnoreFailures extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    const bucket = new S3Bucket(this, "packages", { bucketPrefix: "signed-packages-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    const profile = new SigningProfile(this, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
    const destination = SigningDestination.toBucket(bucket.bucket, "signed/");
    const asset = { bucket: bucket.bucket, dependsOn: [versioning] };

    const stable = new SigningJob(this, "stable", {
      profile,
      source: SigningSource.fromAsset(join(__dirname, "stable"), asset),
      destination,
    });
    const candidate = new SigningJob(this, "candidate", {
      profile,
      source: SigningSource.fromAsset(join(__dirname, "candidate", "package.zip"), asset),
      destination,
      // A failed job is then a normal result. Without this property, the deployment would fail and report the reason.
      ignoreSigningJobFailure: true,
    });

    // The status is known only when the job has ended. Values can depend on it, but `count` cannot, because the plan
    // must know it.
    const isSigned = Op.eq(candidate.status, "Succeeded");
    const role = new IamRole(this, "role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    new LambdaFunction(this, "function", {
      functionName: id,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      s3Bucket: bucket.bucket,
      s3Key: Token.asString(conditional(isSigned, candidate.signedObject.key, stable.signedObject.key)),
    });

    new TerraformOutput(this, "candidateStatus", { value: candidate.status, staticId: true });
    new TerraformOutput(this, "candidateStatusReason", { value: candidate.statusReason, staticId: true });
    new TerraformOutput(this, "deployed", { value: conditional(isSigned, "candidate", "stable"), staticId: true });
  }
}

const app = new App();
new IgnoreFailures(app, "ignore-failures");
app.synth();
