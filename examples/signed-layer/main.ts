import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { SignedLambdaLayer, SignedLambdaPackage } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/** A Lambda function with a layer. AWS Lambda accepts only signed code, so the layer is signed as well. */
class SignedLayer extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

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
    const layer = new SignedLambdaLayer(this, "layer", {
      // AWS Lambda unpacks this folder to /opt, and Node.js finds the module in /opt/nodejs/node_modules.
      path: join(__dirname, "layer"),
      bucket: bucket.bucket,
      // The code signing config of the function allows this profile.
      profile: code.profile,
      compatibleRuntimes: ["nodejs22.x"],
      dependsOn: [versioning],
    });

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
      s3Bucket: code.s3Bucket,
      s3Key: code.s3Key,
      codeSigningConfigArn: code.codeSigningConfigArn,
      layers: [layer.layerVersionArn],
    });

    new TerraformOutput(this, "layerVersionArn", { value: layer.layerVersionArn, staticId: true });
    new TerraformOutput(this, "signedBy", { value: layer.profile.signingProfileVersionArn, staticId: true });
  }
}

const app = new App();
new SignedLayer(app, "signed-layer");
app.synth();
