import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput, TerraformStack } from "cdktf";
import { SignedLambdaPackage } from "cdktf-aws-signer";
import type { Construct } from "constructs";
import type { Signing } from "./signing";

/** A team's function in a VPC. Another stack decides who signs its code, and that AWS Lambda accepts no other. */
export class Service extends TerraformStack {
  constructor(scope: Construct, id: string, { profile, codeSigningConfig }: Signing) {
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
      profile,
      codeSigningConfig,
    });

    const vpc = new Vpc(this, "vpc", { cidrBlock: "10.0.0.0/24" });
    const subnet = new Subnet(this, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/26" });
    const securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: vpc.id,
      namePrefix: "signed-function-",
      egress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }],
    });

    const role = new IamRole(this, "role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    const networkAccess = new IamRolePolicyAttachment(this, "network-access", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
    });
    const signedFunction = new LambdaFunction(this, "function", {
      functionName: "signed-function-in-vpc",
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      s3Bucket: code.s3Bucket,
      s3Key: code.s3Key,
      codeSigningConfigArn: code.codeSigningConfigArn,
      vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [securityGroup.id] },
      dependsOn: [networkAccess],
    });

    new TerraformOutput(this, "functionName", { value: signedFunction.functionName, staticId: true });
    new TerraformOutput(this, "signedBy", { value: code.profile.signingProfileVersionArn, staticId: true });
  }
}
