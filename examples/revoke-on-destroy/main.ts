import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import { SignedLambdaPackage } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/**
 * A Lambda function whose old code nobody can deploy again. Its signature is revoked after the function is updated.
 *
 * Deploy it, change function/index.mjs, and deploy again. Terraform signs the new code, updates the function, and only
 * then revokes the old signature. On destroy, Terraform destroys the function before it revokes the signature.
 */
class RevokeOnDestroy extends TerraformStack {
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
      // To stop revoking, set this to false, deploy, and then remove it. Removing it directly revokes one last time.
      revokeOnDestroy: true,
      revocationReason: "Replaced by a newer release",
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
      // The attributes come from the revocation, so Terraform updates or destroys the function before it revokes.
      s3Bucket: code.s3Bucket,
      s3Key: code.s3Key,
      codeSigningConfigArn: code.codeSigningConfigArn,
    });

    new TerraformOutput(this, "jobId", { value: code.job.jobId, staticId: true });
    // The signature can also be revoked outside Terraform, so every plan reads this. It is null until then, and
    // `cdktf deploy` cannot show an output that is null.
    new TerraformOutput(this, "revokedAt", {
      value: Fn.coalesce([code.job.revocationRecord.revokedAt, "not revoked"]),
      staticId: true,
    });
  }
}

const app = new App();
new RevokeOnDestroy(app, "revoke-on-destroy");
app.synth();
