import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import type { SignedObject } from "../../src";

/** A Lambda function that accepts signed code only. */
export class SignedFunction extends Construct {
  public readonly resource: LambdaFunction;

  constructor(scope: Construct, id: string, code: SignedObject, codeSigningConfigArn: string, layers?: string[]) {
    super(scope, id);
    const role = new IamRole(this, "Role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    this.resource = new LambdaFunction(this, "Function", {
      functionName: id,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      codeSigningConfigArn,
      s3Bucket: code.bucketName,
      s3Key: code.key,
      layers,
    });
  }
}
