import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  CodeSigningConfig,
  Platform,
  SigningDestination,
  SigningJob,
  SigningProfile,
  SigningSource,
  UntrustedArtifactOnDeployment,
} from "cdktf-aws-signer";
import type { Construct } from "constructs";

/** A Lambda function that accepts only signed code, and is deployed from code that this stack signs. */
class SignLambdaPackage extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    // AWS Signer signs one version of an object, so the bucket needs versioning.
    const bucket = new S3Bucket(this, "artifacts", { bucketPrefix: "signed-packages-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });

    const profile = new SigningProfile(this, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });

    const job = new SigningJob(this, "job", {
      profile,
      // The zip has the same bytes on every machine, so the code is signed again only when it changes.
      source: SigningSource.fromAsset(join(__dirname, "function"), { bucket: bucket.bucket, dependsOn: [versioning] }),
      destination: SigningDestination.toBucket(bucket.bucket, "signed/"),
    });

    const role = new IamRole(this, "function-role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    const signedOnly = new CodeSigningConfig(this, "signed-only", {
      allowedPublishers: [profile],
      untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.ENFORCE,
    });
    const signedFunction = new LambdaFunction(this, "function", {
      functionName: `${id}-function`,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      codeSigningConfigArn: signedOnly.codeSigningConfigArn,
      // Every signature has a new key, so Terraform updates the function with every new signature.
      s3Bucket: job.signedObject.bucketName,
      s3Key: job.signedObject.key,
    });

    new TerraformOutput(this, "functionName", { value: signedFunction.functionName });
    for (const [name, value] of Object.entries({
      jobId: job.jobId,
      status: job.status,
      statusReason: job.statusReason,
      platformDisplayName: job.platformDisplayName,
      profileName: job.profileName,
      profileVersion: job.profileVersion,
      requestedBy: job.requestedBy,
      createdAt: job.createdAt,
      completedAt: job.completedAt,
      signatureExpiresAt: job.signatureExpiresAt,
      signedObjectBucketName: job.signedObject.bucketName,
      signedObjectKey: job.signedObject.key,
    })) {
      new TerraformOutput(this, name, { value, staticId: true });
    }
  }
}

const app = new App();
new SignLambdaPackage(app, "sign-lambda-package");
app.synth();
