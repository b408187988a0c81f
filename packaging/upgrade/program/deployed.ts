import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { TerraformStack } from "cdktf";
import {
  Platform,
  SignatureValidity,
  SignedLambdaPackage,
  SigningDestination,
  SigningJob,
  SigningProfile,
  SigningSource,
} from "cdktf-aws-signer";
import type { Construct } from "constructs";

const FUNCTION_FOLDER = join(__dirname, "function");

/** The part of the program that `npm run upgrade-test` deploys with the earlier package. */
export class Deployed extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });
    const { bucket } = new S3Bucket(this, "packages", { bucketPrefix: "signed-packages-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });

    this.declareFunction(
      new SignedLambdaPackage(this, "code", {
        path: FUNCTION_FOLDER,
        bucket,
        revokeOnDestroy: true,
        revocationReason: "Replaced",
        dependsOn: [versioning],
      }),
    );

    const profile = new SigningProfile(this, "profile", {
      platform: Platform.AWS_LAMBDA_SHA384_ECDSA,
      signatureValidity: SignatureValidity.months(6),
      tags: { team: "release" },
    });
    const destination = SigningDestination.toBucket(bucket, "elsewhere/");
    new SigningJob(this, "of-folder", {
      profile,
      source: SigningSource.fromAsset(FUNCTION_FOLDER, { bucket, dependsOn: [versioning] }),
      destination,
      triggers: { build: "7" },
      timeoutSeconds: 120,
    });
    const malformed = new S3Object(this, "malformed", {
      bucket,
      key: "malformed.zip",
      content: "This is no archive",
      dependsOn: [versioning],
    });
    new SigningJob(this, "of-object", {
      profile,
      source: SigningSource.fromBucket(bucket, malformed.key, malformed.versionId),
      destination,
      ignoreSigningJobFailure: true,
    });
  }

  private declareFunction({ s3Bucket, s3Key, codeSigningConfigArn }: SignedLambdaPackage): void {
    const role = new IamRole(this, "role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    new LambdaFunction(this, "function", {
      functionName: "upgraded",
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      s3Bucket,
      s3Key,
      codeSigningConfigArn,
    });
  }
}
