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
 * A Lambda function that takes a candidate if AWS Signer can sign it, and stays with the stable package if not.
 *
 * The candidate here cannot be signed, because the zip is damaged. Put a sound one in its place and deploy again: it is signed
 * and deployed.
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
      // A failed job is a result like any other then. Without it, the deployment would end with the reason as its error.
      ignoreSigningJobFailure: true,
    });

    // The status is known only once the job has ended: values may depend on it, but not `count`, which the plan has to know.
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
