import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, TerraformOutput, TerraformStack } from "cdktf";
import { SigningJob } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/** Deploys the signed object of a job that somebody else runs and maintains. */
export class Read extends TerraformStack {
  constructor(scope: Construct, id: string, jobId: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    const job = SigningJob.fromJobId(this, "job", jobId);

    const role = new IamRole(this, "role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    new LambdaFunction(this, "function", {
      functionName: `import-signing-job-${id}`,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      s3Bucket: job.signedObject.bucketName,
      s3Key: job.signedObject.key,
    });

    new TerraformOutput(this, "status", { value: job.status, staticId: true });
    // Every plan reads it. It is null until somebody revokes the signature, and `cdktf deploy` cannot show an output
    // that is null.
    new TerraformOutput(this, "revokedAt", {
      value: Fn.coalesce([job.revocationRecord.revokedAt, "not revoked"]),
      staticId: true,
    });
  }
}
