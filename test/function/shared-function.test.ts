import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { SigningJobProps, SigningFunction, SigningFunctionProps, SigningSource } from "../../src";
import { aliasedProvider, lambdaProfile, OTHER_ACCOUNT, signingJob } from "../synth/fixtures";
import { grantsOf } from "../synth/policy";
import { Template } from "../synth/template";

const POLICY = "aws_iam_role_policy";
const INVOCATION = "aws_lambda_invocation";
const ROLE_ARN = "arn:aws:iam::111111111111:role/own";

function nextTo(stack: TerraformStack, id: string): TerraformStack {
  const other = new TerraformStack(stack.node.scope as Construct, id);
  new AwsProvider(other, "aws", { region: "eu-west-1" });
  return other;
}

/** A function in one stack, and a job of another that signs with it. */
function sharing(
  jobs: (stack: TerraformStack, runner: SigningFunction) => void,
  runner: SigningFunctionProps = {},
) {
  return (stack: TerraformStack): void => {
    const shared = new SigningFunction(stack, "runner", runner);
    signingJob(stack, { signingFunction: shared }, "here");
    jobs(nextTo(stack, "other"), shared);
  };
}

function jobWith(props: Partial<SigningJobProps>) {
  return (stack: TerraformStack, signingFunction: SigningFunction): void => {
    const bucket = new S3Bucket(stack, "bucket");
    const source = SigningSource.fromBucket(bucket.bucket, "their.zip", "v");
    signingJob(stack, { signingFunction, source, ...props }, "there");
  };
}

describe("a function of another stack of the app", () => {
  const declare = sharing(jobWith({}));

  test("is allowed what the job needs by a policy of the job's stack", () => {
    const there = Template.of(declare, "other");
    const { role, policy, name_prefix: namePrefix } = there.resource(POLICY);
    expect(role).toMatch(/^\$\{data\.terraform_remote_state\.\S+iam_rolerunner\S+name\}$/);
    // Policies of a role overwrite each other if they have the same name.
    expect(namePrefix).toBe("signing-jobs-");
    expect(grantsOf(policy)).toEqual([
      "s3:GetObjectVersion arn:<partition>:s3:::<bucket>/their.zip",
      "s3:ListBucket arn:<partition>:s3:::<bucket>",
      "s3:ListBucket arn:<partition>:s3:::signed-bucket",
      "s3:PutObject arn:<partition>:s3:::signed-bucket/signed/*",
      "signer:DescribeSigningJob arn:<partition>:signer:<id>:<account_id>:/signing-jobs/*",
      "signer:StartSigningJob <arn>",
    ]);
  });

  test("runs the job when that policy is there", () => {
    const there = Template.of(declare, "other");
    expect(there.resource(INVOCATION).depends_on).toEqual([there.address(POLICY)]);
    expect(there.resource(INVOCATION).function_name).toMatch(/^\$\{data\.terraform_remote_state\./);
  });

  test("stays as it is in its own stack, which does not wait for the other", () => {
    const alone = Template.of(sharing(() => undefined));
    const here = Template.of(declare);
    expect(here.stackDependencies).toEqual([]);
    expect(Template.of(declare, "other").stackDependencies).toEqual(["stack"]);
    for (const type of [POLICY, "aws_iam_role", "aws_lambda_function"]) {
      expect(here.resources(type)).toEqual(alone.resources(type));
    }
  });

  test("revokes with rights of the job's stack, which last until the last revocation there", () => {
    const there = Template.of(sharing(jobWith({ revokeOnDestroy: true, profileOwner: OTHER_ACCOUNT })), "other");
    const policy = there.address(POLICY, "AwsSignerRole-stack-runner-6ed0dd00_revocation");
    expect(there.resource(INVOCATION, "there_Revocation").depends_on).toEqual([policy]);
    expect(there.resource(POLICY, "AwsSignerRole-stack-runner-6ed0dd00_revocation")).toMatchObject({
      name_prefix: "revocation-222222222222-",
      role: there.resource(POLICY, "AwsSignerRole-stack-runner-6ed0dd00_RolePolicy").role,
    });
  });

  test("has one policy for all jobs of a stack, and one for each AWS provider that they use", () => {
    const there = Template.of(
      sharing((stack, signingFunction) => {
        const profile = lambdaProfile(stack);
        const provider = aliasedProvider(stack, "tools");
        for (const id of ["a", "b"]) signingJob(stack, { profile, signingFunction }, id);
        for (const id of ["c", "d"]) signingJob(stack, { profile, signingFunction, provider }, id);
      }),
      "other",
    );
    const providers = Object.values(there.resources(POLICY)).map(({ provider }) => provider as string);
    expect(providers).toEqual(["aws.tools", undefined]);
    expect(there.resource(INVOCATION, "d_").depends_on).toEqual([there.address(POLICY, "AwsSignerRole-stack-runner-6ed0dd00-tools")]);
  });

  test("says where a job signs what another job of that stack has signed, before Terraform does", () => {
    const chain = sharing((stack, signingFunction) => {
      const { bucketName, key } = signingJob(stack, { signingFunction }, "first").signedObject;
      signingJob(stack, { signingFunction, source: SigningSource.fromBucket(bucketName, key, "v") }, "second");
    });
    expect(() => Template.of(chain)).toThrow(
      /\("other\/AwsSignerRole-stack-runner-6ed0dd00\/RolePolicy" → "other\/first\/Invocation"\), which Terraform cannot order/,
    );
  });

  test("needs of a role of the user's own in each stack what the jobs of that stack need", () => {
    const declareOwn = sharing(
      (stack, runner) => {
        jobWith({})(stack, runner);
        new IamRolePolicy(stack, "policy", { role: "own", policy: runner.policyDocument });
      },
      { roleArn: ROLE_ARN },
    );
    const there = grantsOf(Template.of(declareOwn, "other").resource(POLICY).policy);
    expect(there).toContain("s3:GetObjectVersion arn:<partition>:s3:::<bucket>/their.zip");
    expect(there).not.toContain("s3:GetObjectVersion arn:<partition>:s3:::source-bucket/unsigned/code.zip");
    expect(Template.of(declareOwn).stackDependencies).toEqual([]);
  });

  test("needs of a role of the user's own what the jobs of all AWS providers need", () => {
    const declareOwn = sharing(
      (stack, runner) => {
        jobWith({})(stack, runner);
        const source = SigningSource.fromBucket("tools", "tool.zip", "v");
        signingJob(stack, { source, signingFunction: runner, provider: aliasedProvider(stack, "tools") }, "tool");
        new IamRolePolicy(stack, "policy", { role: "own", policy: runner.policyDocument });
      },
      { roleArn: ROLE_ARN },
    );
    const granted = grantsOf(Template.of(declareOwn, "other").resource(POLICY).policy);
    expect(granted).toContain("s3:GetObjectVersion arn:<partition>:s3:::<bucket>/their.zip");
    expect(granted).toContain("s3:GetObjectVersion arn:<partition>:s3:::tools/tool.zip");
  });
});

describe("what a role may have in policies", () => {
  test("is shared by the stacks: who wants little gets it, and the others the rest", () => {
    const jobs = (count: number) => (stack: TerraformStack, signingFunction: SigningFunction) => {
      const profile = lambdaProfile(stack);
      for (let number = 0; number < count; number++) {
        const source = SigningSource.fromBucket("packages", `service-${number}/${"x".repeat(100)}.zip`, "v");
        signingJob(stack, { signingFunction, profile, source }, `job-${number}`);
      }
    };
    const large = (stack: TerraformStack): void => {
      const runner = new SigningFunction(stack, "runner");
      jobs(3)(stack, runner);
      jobs(80)(nextTo(stack, "large"), runner);
    };
    expect(Template.of(large).resources("aws_iam_policy")).toEqual({});
    expect(Template.of(large, "large").resource("aws_iam_policy").count).toBe(1);
    const readable = grantsOf(Template.of(large, "large").resource(POLICY).policy).filter((grant) =>
      grant.includes("Get"),
    );
    expect(readable.length).toBeGreaterThan(50);
    expect(Template.of(large, "large").warnings).toEqual([]);
  });
});

describe("AWS providers", () => {
  test("have a function each, where the jobs of their Region are signed", () => {
    const template = Template.of((stack) => {
      const provider = aliasedProvider(stack, "virginia");
      signingJob(stack, {}, "ireland");
      for (const id of ["virginia-1", "virginia-2"]) {
        signingJob(stack, { provider, profile: lambdaProfile(stack, { provider }, `${id}-profile`) }, id);
      }
    });
    expect(Object.values(template.resources("aws_lambda_function")).map(({ provider }) => provider)).toEqual([
      "aws.virginia",
      undefined,
    ]);
    expect(template.resource(INVOCATION, "virginia-2").function_name).toBe(
      `\${${template.address("aws_lambda_function", "AwsSignerFunction-virginia")}.function_name}`,
    );
    expect(grantsOf(template.resource(POLICY, "AwsSignerFunction-virginia").policy)).toHaveLength(
      grantsOf(template.resource(POLICY, "AwsSignerFunction_").policy).length + 1,
    );
  });
});
