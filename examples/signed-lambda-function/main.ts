import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { SignedLambdaPackage } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/** A Lambda function that is deployed from a folder of code. The code is signed first. No other code is accepted. */
class SignedLambdaFunction extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    // AWS Signer signs one version of an object, so the bucket needs versioning.
    const bucket = new S3Bucket(this, "packages", { bucketPrefix: "signed-packages-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });

    const code = new SignedLambdaPackage(this, "code", {
      path: join(__dirname, "function"),
      bucket: bucket.bucket,
      dependsOn: [versioning],
    });

    const role = new IamRole(this, "role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    const signedFunction = new LambdaFunction(this, "function", {
      functionName: id,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      s3Bucket: code.s3Bucket,
      s3Key: code.s3Key,
      codeSigningConfigArn: code.codeSigningConfigArn,
    });

    new TerraformOutput(this, "functionName", { value: signedFunction.functionName, staticId: true });
    new TerraformOutput(this, "signedBy", { value: code.profile.signingProfileVersionArn, staticId: true });
  }
}

const app = new App();
new SignedLambdaFunction(app, "signed-lambda-function");
app.synth();
