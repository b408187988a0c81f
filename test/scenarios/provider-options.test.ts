import { GetRoleCommand } from "@aws-sdk/client-iam";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput, TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { JobOutput, outputJob } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import {
  Platform,
  SigningDestination,
  SigningJob,
  SigningJobProps,
  SigningFunction,
  SigningProfile,
  SigningSource,
} from "../../src";
import { policy, TestAccount } from "../sandbox/test-account";

const OTHER_REGION = "eu-west-1";

describeWithTerraform("functions with all options", (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;
  let outputs: Record<"network" | "ownRole" | "otherRegion", JobOutput> & {
    networkFunction: string;
    ownRoleFunction: string;
    otherRegionFunction: string;
  };

  afterAll(async () => {
    await deployment.cleanUp();
    account.destroy();
  });

  test("sign in a VPC and within a boundary, with a user's own role, and in another Region", async () => {
    await deployment.declare(program);
    await terraform.apply();
    outputs = (await terraform.outputs()) as unknown as typeof outputs;

    for (const job of ["network", "ownRole", "otherRegion"] as const) expect(outputs[job].status).toBe("Succeeded");
    const started = await sandbox.calls({ operation: "StartSigningJob", accountId: account.id });
    const byFunction = (await sandbox.calls({ operation: "Invoke", accountId: account.id })).map(
      ({ functionName, region }) => `${functionName} ${region}`,
    );
    expect(started.map(({ region }) => region).sort()).toEqual([OTHER_REGION, "us-east-1", "us-east-1"]);
    expect(new Set(byFunction)).toEqual(
      new Set([
        `${outputs.networkFunction} us-east-1`,
        `${outputs.ownRoleFunction} us-east-1`,
        `${outputs.otherRegionFunction} ${OTHER_REGION}`,
      ]),
    );
    expect(started.map(({ principalArn }) => principalArn)).toContainEqual(
      expect.stringContaining("/own-signing-role/"),
    );
  });

  test("have the chosen options", async () => {
    const network = await configurationOf(outputs.networkFunction);
    expect(network.VpcConfig?.SubnetIds).toHaveLength(1);
    expect(network.VpcConfig?.SecurityGroupIds).toHaveLength(1);
    expect(network).toMatchObject({ MemorySize: 512, Timeout: 120, Runtime: "nodejs20.x", Architectures: ["x86_64"] });

    const { Role } = await account.root.iam.send(new GetRoleCommand({ RoleName: "network-signing-role" }));
    expect(Role?.Path).toBe("/signing/");
    expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toMatch(/:policy\/signing-boundary$/);
    expect((await configurationOf(outputs.ownRoleFunction)).Role).toMatch(/:role\/own-signing-role$/);
  });

  test("leave a second plan empty", async () => {
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("revoke with the user's own role, and are destroyed with everything that was created for them", async () => {
    await terraform.destroy();
    expect(await terraform.stateList()).toEqual([]);
    const revocations = await sandbox.calls({ operation: "RevokeSignature", accountId: account.id });
    expect(revocations.map(({ status, principalArn }) => [status, principalArn])).toEqual([
      [200, expect.stringContaining("/own-signing-role/")],
    ]);
  });

  async function configurationOf(FunctionName: string) {
    return account.root.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  }

  function program(stack: TerraformStack): void {
    const otherRegion = new AwsProvider(stack, "aws-other", { region: OTHER_REGION, alias: "other", maxRetries: 4 });
    const jobs = {
      network: sign(stack, "network", { signingFunction: functionInNetwork(stack) }),
      ownRole: sign(stack, "ownRole", { signingFunction: functionWithOwnRole(stack), revokeOnDestroy: true }),
      otherRegion: sign(stack, "otherRegion", { provider: otherRegion }),
    };
    for (const [id, job] of Object.entries(jobs)) {
      new TerraformOutput(stack, `${id}Function`, { value: job.resource.functionName, staticId: true });
    }
  }

  function functionInNetwork(stack: TerraformStack): SigningFunction {
    const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
    const subnet = new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
    const securityGroup = new SecurityGroup(stack, "security-group", { vpcId: vpc.id, namePrefix: "signing-" });
    const root = { AWS: `arn:aws:iam::${account.id}:root` };
    const logs = { Service: "logs.us-east-1.amazonaws.com" };
    const logKey = new KmsKey(stack, "log-key", {
      deletionWindowInDays: 7,
      policy: policy([
        { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" },
        { Effect: "Allow", Principal: logs, Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:Generate*"], Resource: "*" },
      ]),
    });
    const boundary = new IamPolicy(stack, "boundary", {
      name: "signing-boundary",
      policy: policy([{ Effect: "Allow", Action: ["signer:*", "s3:*", "logs:*", "ec2:*", "kms:*"], Resource: "*" }]),
    });
    return new SigningFunction(stack, "network-signing", {
      memorySize: 512,
      timeoutSeconds: 120,
      runtime: "nodejs20.x",
      architecture: "x86_64",
      logRetentionDays: 7,
      logKmsKeyArn: logKey.arn,
      vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [securityGroup.id] },
      permissionsBoundaryArn: boundary.arn,
      roleName: "network-signing-role",
      rolePath: "/signing/",
      tags: { team: "platform" },
    });
  }

  function functionWithOwnRole(stack: TerraformStack): SigningFunction {
    const role = new IamRole(stack, "own-role", {
      name: "own-signing-role",
      assumeRolePolicy: policy([
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]),
    });
    const signing = new SigningFunction(stack, "own-role-signing", { roleArn: role.arn });
    const documents = {
      signing: signing.policyDocumentFor(stack),
      revocation: signing.revocationPolicyDocumentFor(stack),
    };
    for (const [name, document] of Object.entries(documents)) {
      signing.node.addDependency(
        new IamRolePolicy(stack, `own-role-${name}-policy`, { name, role: role.name, policy: document }),
      );
    }
    return signing;
  }

  function sign(stack: TerraformStack, id: string, props: Partial<SigningJobProps>): SigningJob {
    const { provider } = props;
    const bucket = new S3Bucket(stack, `${id}-bucket`, { bucketPrefix: "packages-", forceDestroy: true, provider });
    const versioning = new S3BucketVersioningA(stack, `${id}-versioning`, {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
      provider,
    });
    const object = new S3Object(stack, `${id}-package`, {
      bucket: bucket.bucket,
      key: "package.zip",
      contentBase64: packageBase64(id),
      dependsOn: [versioning],
      provider,
    });
    const job = new SigningJob(stack, `${id}-job`, {
      profile: new SigningProfile(stack, `${id}-profile`, { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, provider }),
      source: SigningSource.fromObject(object),
      destination: SigningDestination.toBucket(bucket.bucket, "signed/"),
      ...props,
    });
    outputJob(stack, id, job);
    return job;
  }
});
