import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { SigningJobProps, SigningFunction, SigningFunctionProps, SigningSource } from "../../src";
import { aliasedProvider, lambdaProfile, OTHER_ACCOUNT, signingJob } from "../synth/fixtures";
import { grantsOf, statementsOf } from "../synth/policy";
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
function sharing(jobs: (stack: TerraformStack, runner: SigningFunction) => void, runner: SigningFunctionProps = {}) {
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

  test("runs the job after that policy exists", () => {
    const there = Template.of(declare, "other");
    expect(there.resource(INVOCATION).depends_on).toEqual([there.address(POLICY)]);
    expect(there.resource(INVOCATION).function_name).toMatch(/^\$\{data\.terraform_remote_state\./);
  });

  test("is unchanged in its own stack, which does not depend on the other", () => {
    const alone = Template.of(sharing(() => undefined));
    const here = Template.of(declare);
    expect(here.stackDependencies).toEqual([]);
    expect(Template.of(declare, "other").stackDependencies).toEqual(["stack"]);
    for (const type of [POLICY, "aws_iam_role", "aws_lambda_function"]) {
      expect(here.resources(type)).toEqual(alone.resources(type));
    }
  });

  test("revokes with permissions of the job's stack, which exist until the last revocation there", () => {
    const there = Template.of(sharing(jobWith({ revokeOnDestroy: true, profileOwner: OTHER_ACCOUNT })), "other");
    const policy = there.address(POLICY, "AwsSignerRole-stack-runner-6ed0dd00_revocation");
    expect(there.resource(INVOCATION, "there_Revocation").depends_on).toEqual([
      policy,
      there.address("terraform_data", "there_RevokingFunction"),
    ]);
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
    expect(there.resource(INVOCATION, "d_").depends_on).toEqual([
      there.address(POLICY, "AwsSignerRole-stack-runner-6ed0dd00-tools"),
    ]);
  });

  test("requires of a user's role, in each stack, what the jobs of that stack need", () => {
    const declareOwn = sharing(
      (stack, runner) => {
        jobWith({})(stack, runner);
        new IamRolePolicy(stack, "policy", { role: "own", policy: runner.policyDocumentFor(stack) });
      },
      { roleArn: ROLE_ARN },
    );
    const there = grantsOf(Template.of(declareOwn, "other").resource(POLICY).policy);
    expect(there).toContain("s3:GetObjectVersion arn:<partition>:s3:::<bucket>/their.zip");
    expect(there).not.toContain("s3:GetObjectVersion arn:<partition>:s3:::source-bucket/unsigned/code.zip");
    expect(Template.of(declareOwn).stackDependencies).toEqual([]);
  });

  test("requires of a user's role what the jobs of all AWS providers need", () => {
    const declareOwn = sharing(
      (stack, runner) => {
        jobWith({})(stack, runner);
        const source = SigningSource.fromBucket("tools", "tool.zip", "v");
        signingJob(stack, { source, signingFunction: runner, provider: aliasedProvider(stack, "tools") }, "tool");
        new IamRolePolicy(stack, "policy", { role: "own", policy: runner.policyDocumentFor(stack) });
      },
      { roleArn: ROLE_ARN },
    );
    const granted = grantsOf(Template.of(declareOwn, "other").resource(POLICY).policy);
    expect(granted).toContain("s3:GetObjectVersion arn:<partition>:s3:::<bucket>/their.zip");
    expect(granted).toContain("s3:GetObjectVersion arn:<partition>:s3:::tools/tool.zip");
  });
});

describe("the policy for a user's own role", () => {
  /** Jobs in a third stack, whose policy another one attaches. */
  const attachedElsewhere = (documentOf: (runner: SigningFunction, stacks: TerraformStack[]) => string) =>
    sharing(
      (other, runner) => {
        const third = nextTo(other, "third");
        jobWith({ revokeOnDestroy: true })(third, runner);
        new IamRolePolicy(other, "policy", { role: "own", policy: documentOf(runner, [other, third]) });
      },
      { roleArn: ROLE_ARN },
    );

  test("refers only to resources of the stack that attaches it", () => {
    const declare = attachedElsewhere((runner) => runner.policyDocumentFor(runner));
    const { policy } = Template.of(declare, "other").resource(POLICY);
    expect(policy).toContain(":log-stream:*");
    const references = statementsOf(policy).flatMap(({ Resource }) => Resource.join().match(/\$\{[^}]+\}/g) ?? []);
    expect(references.length).toBeGreaterThan(5);
    for (const reference of references) expect(reference).toMatch(/^\$\{data\.terraform_remote_state\./);
  });

  test("contains what the jobs of the named stack need, wherever it is attached", () => {
    const declare = attachedElsewhere((runner, [, third]) => runner.policyDocumentFor(third));
    const granted = grantsOf(Template.of(declare, "other").resource(POLICY).policy).map((grant) => grant.split(" ")[0]);
    expect(granted).toEqual([
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:ListBucket",
      "s3:PutObject",
      "signer:DescribeSigningJob",
      "signer:StartSigningJob",
    ]);
  });

  test("is refused for a stack without jobs, because it would allow nothing", () => {
    for (const method of ["policyDocumentFor", "revocationPolicyDocumentFor"] as const) {
      const declare = attachedElsewhere((runner, [other]) => runner[method](other));
      expect(() => Template.of(declare, "other")).toThrow(
        /\[stack\/runner\] no policy can be written for the stack "other": none of its signing jobs uses this function/,
      );
    }
  });

  test("produces a warning in each stack whose jobs need it if it is missing", () => {
    const declare = attachedElsewhere((runner, [, third]) => runner.policyDocumentFor(third));
    const warnings = (stack: string): string[] => Template.of(declare, stack).warnings;
    expect(warnings("stack")).toEqual([expect.stringContaining('"policyDocumentFor" was not called for this stack')]);
    expect(warnings("third")).toEqual([expect.stringContaining('"revocationPolicyDocumentFor"')]);
    expect(warnings("other")).toEqual([]);
  });
});

describe("allowed sources of a shared function", () => {
  test("need no separate statement in any stack, in any order of calls", () => {
    const declare = sharing((other, runner) => {
      const profile = lambdaProfile(other);
      const job = (key: string): void =>
        void signingJob(
          other,
          { signingFunction: runner, profile, source: SigningSource.fromBucket("b-1", key, "v") },
          key,
        );
      job("a/1.zip");
      runner.allowSources("b-1", "a/");
      job("a/2.zip");
      const provider = aliasedProvider(other, "tools");
      const source = SigningSource.fromBucket("b-1", "a/3.zip", "v");
      signingJob(other, { signingFunction: runner, profile, source, provider }, "tool");
    });
    const policies = [
      Template.of(declare).resource(POLICY),
      ...Object.values(Template.of(declare, "other").resources(POLICY)),
    ];
    expect(policies).toHaveLength(3);
    for (const { policy } of policies) {
      const sources = grantsOf(policy).filter((grant) => /^s3:GetObjectVersion .*:b-1\//.test(grant));
      expect(sources).toEqual(["s3:GetObjectVersion arn:<partition>:s3:::b-1/a/*"]);
    }
  });

  test("can be in a bucket of the function's stack", () => {
    const declare = (stack: TerraformStack): void => {
      const bucket = new S3Bucket(stack, "bucket");
      const runner = new SigningFunction(stack, "runner");
      runner.allowSources(bucket.bucket, "a/");
      const source = SigningSource.fromBucket(bucket.bucket, "a/1.zip", "v");
      signingJob(nextTo(stack, "other"), { signingFunction: runner, source });
    };
    const { policy } = Template.of(declare, "other").resource(POLICY);
    expect(policy).not.toContain("1.zip");
    expect(policy).toMatch(/:s3:::\$\{data\.terraform_remote_state\.[^}]+\}\/a\/\*"/);
  });
});

describe("IAM's quota of a role", () => {
  test("is shared by the stacks: small ones get what they need, and the others the rest", () => {
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
    expect(Object.keys(Template.of(large, "large").resources("aws_iam_policy"))).toHaveLength(1);
    const readable = grantsOf(Template.of(large, "large").resource(POLICY).policy).filter((grant) =>
      grant.includes("Get"),
    );
    expect(readable.length).toBeGreaterThan(50);
    expect(Template.of(large, "large").warnings).toEqual([]);
  });
});

describe("AWS providers", () => {
  test("have one function each, which signs the jobs of its Region", () => {
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
