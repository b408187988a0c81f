import { DataAwsS3Object } from "@cdktf/provider-aws/lib/data-aws-s3-object";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { TerraformStack } from "cdktf";
import {
  ISigningProfile,
  SigningDestination,
  SigningJob,
  SigningJobProps,
  SigningFunction,
  SigningFunctionProps,
  SigningProfile,
  SigningSource,
} from "../../src";
import { KEY_ARN, lambdaProfile, OTHER_ACCOUNT, signingJob, token } from "../synth/fixtures";
import { grantsOf, statementsOf } from "../synth/policy";
import { Template } from "../synth/template";

const POLICY = "aws_iam_role_policy";

function policyOf(declare: (stack: TerraformStack) => void): string {
  return Template.of(declare).resource(POLICY).policy;
}

function grantsFor(props: Partial<SigningJobProps>, runner: SigningFunctionProps = {}): string[] {
  return grantsOf(
    policyOf((stack) => {
      signingJob(stack, { signingFunction: new SigningFunction(stack, "runner", runner), ...props });
    }),
  );
}

const OTHER_KEY_ARN = KEY_ARN.replace(/.$/, "f");

describe("the role of the function may", () => {
  test("do what its job needs, and nothing else", () => {
    expect(grantsFor({})).toEqual([
      "logs:CreateLogStream <arn>:log-stream:*",
      "logs:PutLogEvents <arn>:log-stream:*",
      "s3:GetObjectVersion arn:<partition>:s3:::source-bucket/unsigned/code.zip",
      "s3:ListBucket arn:<partition>:s3:::signed-bucket",
      "s3:ListBucket arn:<partition>:s3:::source-bucket",
      "s3:PutObject arn:<partition>:s3:::signed-bucket/signed/*",
      "signer:DescribeSigningJob arn:<partition>:signer:<id>:<account_id>:/signing-jobs/*",
      "signer:StartSigningJob <arn>",
    ]);
  });

  test("start jobs with exactly the profile of the job, made here or elsewhere", () => {
    const policy = policyOf((stack) => {
      signingJob(stack, { profile: lambdaProfile(stack) }, "own");
      signingJob(stack, { profile: imported(stack, "here", {}) }, "here-job");
      signingJob(stack, { profile: imported(stack, "theirs", { profileOwner: OTHER_ACCOUNT }) }, "theirs-job");
      signingJob(stack, { profile: imported(stack, "named", {}), profileOwner: "333333333333" }, "named-job");
    });
    expect(grantsOf(policy).filter((grant) => grant.startsWith("signer:"))).toEqual(
      [
        "signer:DescribeSigningJob arn:<partition>:signer:<id>:222222222222:/signing-jobs/*",
        "signer:DescribeSigningJob arn:<partition>:signer:<id>:333333333333:/signing-jobs/*",
        "signer:DescribeSigningJob arn:<partition>:signer:<id>:<account_id>:/signing-jobs/*",
        "signer:StartSigningJob <arn>",
        "signer:StartSigningJob arn:<partition>:signer:<id>:222222222222:/signing-profiles/theirs",
        "signer:StartSigningJob arn:<partition>:signer:<id>:333333333333:/signing-profiles/named",
        "signer:StartSigningJob arn:<partition>:signer:<id>:<account_id>:/signing-profiles/here",
      ].sort(),
    );
  });

  test("use the keys of source and destination, each for what it is needed for", () => {
    const grants = grantsFor({
      source: SigningSource.fromBucket("b-1", "k", "v", { kmsKeyArn: KEY_ARN }),
      destination: SigningDestination.toBucket("b-2", "", { kmsKeyArn: OTHER_KEY_ARN }),
    });
    expect(grants.filter((grant) => grant.startsWith("kms:"))).toEqual([
      `kms:Decrypt ${KEY_ARN}`,
      `kms:Decrypt ${OTHER_KEY_ARN}`,
      `kms:GenerateDataKey ${OTHER_KEY_ARN}`,
    ]);
  });

  test("make network interfaces only if it runs in a network", () => {
    const vpcConfig = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };
    const ec2 = (grants: string[]): string[] => grants.filter((grant) => grant.startsWith("ec2:"));
    expect(ec2(grantsFor({}))).toEqual([]);
    expect(ec2(grantsFor({}, { vpcConfig }))).toEqual([
      "ec2:AssignPrivateIpAddresses *",
      "ec2:CreateNetworkInterface *",
      "ec2:DeleteNetworkInterface *",
      "ec2:DescribeNetworkInterfaces *",
      "ec2:DescribeSubnets *",
      "ec2:UnassignPrivateIpAddresses *",
    ]);
  });

  test("do what the user adds", () => {
    const grants = grantsOf(
      policyOf((stack) => {
        const signingFunction = new SigningFunction(stack, "runner");
        signingJob(stack, { signingFunction });
        signingFunction.addToRolePolicy({ actions: ["xray:PutTraceSegments"], resources: ["*"] });
      }),
    );
    expect(grants).toContain("xray:PutTraceSegments *");
  });

  test("read no other object than the declared one: wildcards and variables in its key are taken literally", () => {
    const grants = grantsFor({
      source: SigningSource.fromBucket("b-1", "a*b?c$d${e}", "v"),
      destination: SigningDestination.toBucket("b-2", "*/"),
    });
    expect(grants).toContain("s3:GetObjectVersion arn:<partition>:s3:::b-1/a${*}b${?}c${$}d${$}{e}");
    expect(grants).toContain("s3:PutObject arn:<partition>:s3:::b-2/${*}/*");
  });

  test("read no other object than the declared one, also where its key is known only later", () => {
    const policy = policyOf((stack) => {
      const object = new S3Object(stack, "object", { bucket: "b-1", key: `k-${token(stack).text}` });
      signingJob(stack, { source: SigningSource.fromObject(object) });
    });
    expect(policy).toContain(
      '/k-${replace(replace(replace(replace(terraform_data.unknown.output.value, "$", "$${$}"), "*", "$${*}"), "?", "$${?}"), ' +
        '"/[^\\\\x00-\\\\xff]+/", "*")}"',
    );
  });

  test.each<["all" | string[]]>([[["key"]], ["all"]])(
    "read an object under the key that it keeps, where Terraform ignores changes of %p",
    (ignoreChanges) => {
      const policy = policyOf((stack) => {
        const object = new S3Object(stack, "object", { bucket: "b-1", key: "new.zip", lifecycle: { ignoreChanges } });
        signingJob(stack, { source: SigningSource.fromObject(object) });
      });
      expect(policy).not.toContain("new.zip");
      expect(policy).toContain("aws_s3_object.object.key");
    },
  );

  test("read an object whose key Terraform brings to normalization form C", () => {
    const policy = policyOf((stack) => {
      const object = new S3Object(stack, "object", { bucket: "b-1", key: "e\u0301.zip" });
      signingJob(stack, { source: SigningSource.fromObject(object) });
    });
    expect(grantsOf(policy)).toContain("s3:GetObjectVersion arn:<partition>:s3:::b-1/\u00e9.zip");
  });

  test("read an object whose key has characters that no policy can hold, with a wildcard for them", () => {
    const grants = grantsFor({ source: SigningSource.fromBucket("b-1", "é/日本🚀/code.zip", "v") });
    expect(grants).toContain("s3:GetObjectVersion arn:<partition>:s3:::b-1/é/*/code.zip");
  });
});

describe("the policy of the role", () => {
  const manyJobs = (order: readonly number[]) => (stack: TerraformStack) => {
    const profile = lambdaProfile(stack);
    for (const number of order) {
      signingJob(
        stack,
        { profile, source: SigningSource.fromBucket("source-bucket", `key-${number % 3}`, `v${number}`) },
        `job-${number}`,
      );
    }
  };

  test("says each thing once, however many jobs need it", () => {
    const grants = grantsOf(policyOf(manyJobs([1, 2, 3, 4, 5, 6])));
    expect(grants).toEqual([...new Set(grants)]);
    expect(grants.filter((grant) => grant.startsWith("s3:GetObjectVersion"))).toHaveLength(3);
    expect(grants.filter((grant) => grant.startsWith("signer:StartSigningJob"))).toHaveLength(1);
  });

  test("does not depend on the order in which jobs are declared", () => {
    expect(policyOf(manyJobs([6, 3, 1, 5, 4, 2]))).toBe(policyOf(manyJobs([1, 2, 3, 4, 5, 6])));
  });

  test("has no wildcard but those that AWS has no way around, whatever is declared", () => {
    const template = Template.of((stack) => {
      const signingFunction = new SigningFunction(stack, "runner", {
        vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
      });
      manyJobs([1, 2, 3])(stack);
      signingJob(stack, { revokeOnDestroy: true, profileOwner: OTHER_ACCOUNT, signingFunction }, "revoking");
      signingJob(stack, { destination: SigningDestination.toBucket("signed-bucket"), signingFunction }, "no-prefix");
    });
    const allowed = [
      // A stream's name is the function instance's.
      ["logs:CreateLogStream", /^<arn>:log-stream:\*$/],
      ["logs:PutLogEvents", /^<arn>:log-stream:\*$/],
      // AWS Signer chooses what follows the prefix.
      ["s3:PutObject", /^arn:<partition>:s3:::signed-bucket\/(?:signed\/)?\*$/],
      // A job's id does not exist before the job.
      ["signer:DescribeSigningJob", /^arn:<partition>:signer:<id>:(?:<account_id>|222222222222):\/signing-jobs\/\*$/],
      ["signer:RevokeSignature", /^arn:<partition>:signer:<id>:222222222222:\/signing-jobs\/\*$/],
      // These actions do not support permissions on single resources.
      ["lambda:ListFunctions", /^\*$/],
      [/^ec2:(?:Create|Delete)NetworkInterface$/, /^\*$/],
      [/^ec2:Describe(?:NetworkInterfaces|Subnets)$/, /^\*$/],
      [/^ec2:(?:Assign|Unassign)PrivateIpAddresses$/, /^\*$/],
    ] as const;
    const policies = Object.values(template.resources(POLICY)).map(({ policy }) => policy as string);
    const grants = policies.flatMap(grantsOf).filter((grant) => grant.includes("*"));
    expect(policies.length).toBe(3);
    expect(grants.length).toBeGreaterThan(allowed.length);
    for (const grant of grants) {
      const [action, resource] = grant.split(" ");
      const exception = allowed.find(([name, where]) => action.match(name) && where.test(resource));
      expect({ grant, isAllowed: exception !== undefined }).toEqual({ grant, isAllowed: true });
    }
  });

  test("only allows, and names every action in full", () => {
    for (const { Effect, Action } of statementsOf(policyOf(manyJobs([1])))) {
      expect(Effect).toBe("Allow");
      for (const action of Action) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
    }
  });

  test("belongs to the AWS provider whose jobs it is for", () => {
    const template = Template.of((stack) => {
      signingJob(stack, { source: SigningSource.fromBucket("b-1", token(stack).text, "v") });
    });
    expect(template.resource(POLICY).role).toBe(`\${${template.address("aws_iam_role")}.name}`);
  });
});

describe("a job that signs what another job has signed", () => {
  function chain(stack: TerraformStack, second: Partial<SigningJobProps>): void {
    const first = signingJob(stack, {}, "first");
    const { bucketName, key } = first.signedObject;
    const signed = new DataAwsS3Object(stack, "signed", { bucket: bucketName, key });
    signingJob(stack, { source: SigningSource.fromBucket(bucketName, key, signed.versionId), ...second }, "second");
  }

  function throughCopy(key: (signed: SigningJob) => string): (stack: TerraformStack) => void {
    return (stack) => {
      const first = signingJob(stack, {}, "first");
      const copy = new S3Object(stack, "copy", { bucket: "b-1", key: key(first), content: first.signedObject.key });
      signingJob(stack, { source: SigningSource.fromObject(copy) }, "second");
    };
  }

  test("can share its function where the object in between has a name that does not depend on the other job", () => {
    const template = Template.of(throughCopy(() => "copy"));
    expect(Object.keys(template.resources("aws_lambda_function"))).toHaveLength(1);
    expect(grantsOf(template.resource(POLICY).policy)).toContain("s3:GetObjectVersion arn:<partition>:s3:::b-1/copy");
  });

  test("can have a function of its own", () => {
    const template = Template.of((stack) => {
      chain(stack, { signingFunction: new SigningFunction(stack, "second-runner") });
    });
    expect(Object.keys(template.resources("aws_lambda_function"))).toHaveLength(2);
  });
});

function imported(stack: TerraformStack, name: string, attributes: { profileOwner?: string }): ISigningProfile {
  return SigningProfile.fromSigningProfileAttributes(stack, name, { signingProfileName: name, ...attributes });
}
