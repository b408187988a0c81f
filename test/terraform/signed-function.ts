import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaCodeSigningConfig } from "@cdktf/provider-aws/lib/lambda-code-signing-config";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import type { SignedObject } from "../../src";

/** A Lambda function that takes code of one signing profile only, and gets what a job has signed. */
export class SignedFunction extends Construct {
  public readonly resource: LambdaFunction;

  constructor(scope: Construct, id: string, signedObject: SignedObject, signingProfileVersionArn: string) {
    super(scope, id);
    const role = new IamRole(this, "Role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    const signedOnly = new LambdaCodeSigningConfig(this, "SignedOnly", {
      allowedPublishers: { signingProfileVersionArns: [signingProfileVersionArn] },
      policies: { untrustedArtifactOnDeployment: "Enforce" },
    });
    this.resource = new LambdaFunction(this, "Function", {
      functionName: id,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      codeSigningConfigArn: signedOnly.arn,
      s3Bucket: signedObject.bucketName,
      s3Key: signedObject.key,
    });
  }
}
