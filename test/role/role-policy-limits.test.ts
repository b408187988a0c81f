import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Aspects, Testing, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { SigningDestination, SigningJob, SigningFunction, SigningFunctionProps, SigningSource } from "../../src";
import { signingJobStatements } from "../../src/role/signing-job-statements";
import { AwsEnvironment } from "../../src/terraform/aws-environment";
import { lambdaProfile, newStack, signingJob, token } from "../synth/fixtures";
import { grantsOf, statementsOf } from "../synth/policy";
import { Block, Template } from "../synth/template";

const INLINE = "aws_iam_role_policy";
const MANAGED = "aws_iam_policy";
const ATTACHMENT = "aws_iam_role_policy_attachment";

/** As long as the longest value that Terraform can insert, in the AWS partition. */
const LONGEST: Readonly<Record<string, string>> = {
  partition: "aws",
  id: "ap-southeast-1",
  account_id: "111111111111",
  arn: `arn:aws:signer:ap-southeast-1:111111111111:/signing-profiles/${"x".repeat(64)}`,
  bucket: "x".repeat(63),
};

type Sources = (number: number, stack: TerraformStack) => SigningSource;

const SERVICE: Sources = (number) => SigningSource.fromBucket("packages", serviceKey(number), "v");

function serviceKey(number: number): string {
  return `services/service-${String(number).padStart(4, "0")}/package.zip`;
}

function jobs(numbers: readonly number[], source: Sources = SERVICE, runner?: SigningFunctionProps) {
  return (stack: TerraformStack): void => {
    const profile = lambdaProfile(stack);
    const signingFunction = runner && new SigningFunction(stack, "runner", runner);
    const destination = SigningDestination.toBucket("signed", "signed/");
    for (const number of numbers) {
      new SigningJob(stack, `job-${number}`, {
        profile,
        source: source(number, stack),
        destination,
        signingFunction,
      });
    }
  };
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** The documents of the role's policies: the inline one first. */
function documentsOf(template: Template): string[] {
  return [template.resource(INLINE), ...Object.values(template.resources(MANAGED))].map(
    ({ policy }) => policy as string,
  );
}

function sizeOf(document: string): number {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statementsOf(document) });
  return text.replace(/\$\{(?:[\w-]+\.)+([\w-]+)\}/g, (_, attribute: string) => LONGEST[attribute]).length;
}

/** Keys that the role may read. */
function readable(template: Template): string[] {
  return documentsOf(template)
    .flatMap(grantsOf)
    .flatMap((grant) => /^s3:GetObjectVersion arn:<partition>:s3:::[^/]+\/(.*)$/.exec(grant)?.[1] ?? [])
    .sort();
}

describe("a role with more permissions than one policy holds", () => {
  test("has managed policies beside the inline one, and allows exactly what is needed", () => {
    const numbers = numbersTo(400);
    const template = Template.of(jobs(numbers, SERVICE, { rolePath: "/signing/", tags: { team: "a" } }));
    expect(template.warnings).toEqual([]);
    expect(readable(template)).toEqual(numbers.map(serviceKey));
    const [policies, attachments] = [MANAGED, ATTACHMENT].map((type) => Object.entries(template.resources(type)));
    expect(policies.length).toBeGreaterThan(2);
    for (const [, policy] of policies) expect(policy).toMatchObject({ path: "/signing/", tags: { team: "a" } });
    expect(attachments.map(([, attachment]) => attachment)).toEqual(
      policies.map(([name]) => ({
        role: `\${${template.address("aws_iam_role")}.name}`,
        policy_arn: `\${${MANAGED}.${name}.arn}`,
      })),
    );
  });

  test("gets all its policies before the function, and so before any job", () => {
    const template = Template.of(jobs(numbersTo(200)));
    const attachments = Object.keys(template.resources(ATTACHMENT)).map((name) => `${ATTACHMENT}.${name}`);
    expect(attachments).not.toEqual([]);
    expect(template.resource(INLINE).depends_on.sort()).toEqual(attachments.sort());
    expect(template.resource("aws_lambda_function").depends_on).toContain(template.address(INLINE));
  });

  test("has policies that are plain resources, which aspects can visit", () => {
    const seen: string[] = [];
    const template = Template.of((stack) => {
      jobs(numbersTo(300))(stack);
      Aspects.of(stack).add({ visit: (node) => void (node instanceof IamPolicy && seen.push(node.friendlyUniqueId)) });
    });
    expect(seen.sort()).toEqual(Object.keys(template.resources(MANAGED)).sort());
    for (const policy of Object.values(template.resources(MANAGED))) {
      expect(policy).not.toHaveProperty("count");
      expect(policy.policy).toMatch(/^\$\{jsonencode\(/);
    }
  });

  test("has the same policies in a unit test with Testing.synth", () => {
    const stack = newStack();
    jobs(numbersTo(300))(stack);
    const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, Block>> };
    const template = Template.of(jobs(numbersTo(300)));
    for (const type of [INLINE, MANAGED, ATTACHMENT]) expect(resource[type]).toEqual(template.resources(type));
  });

  test("allows what jobs need that an aspect creates", () => {
    const template = Template.of((stack) => {
      signingJob(stack);
      const late = new Construct(stack, "late");
      Aspects.of(late).add({ visit: () => jobs(numbersTo(300))(stack) });
    });
    expect(readable(template)).toHaveLength(301);
  });

  test("has only the inline policy if that is sufficient", () => {
    const template = Template.of(jobs(numbersTo(50)));
    expect(template.resources(MANAGED)).toEqual({});
    expect(template.resources(ATTACHMENT)).toEqual({});
    expect(template.resource(INLINE)).not.toHaveProperty("depends_on");
    expect(template.warnings).toEqual([]);
  });
});

describe("the role of the function of many jobs", () => {
  const many = Template.of(jobs(numbersTo(700)));

  test("has policies within the quotas of IAM", () => {
    const [inline, ...managed] = documentsOf(many).map(sizeOf);
    expect(inline).toBeLessThanOrEqual(10_240);
    expect(managed.length).toBeLessThanOrEqual(8);
    for (const size of managed) expect(size).toBeLessThanOrEqual(6_144);
    // The estimate is not larger than necessary, except for the unknown length of references.
    expect(inline).toBeGreaterThan(8_500);
    expect(Math.min(...managed.slice(0, -1))).toBeGreaterThan(5_000);
  });

  test("can read exactly the objects to sign", () => {
    expect(readable(many)).toEqual(numbersTo(700).map((number) => serviceKey(number)));
    expect(many.warnings).toEqual([]);
  });

  test("allows the same in any order of the jobs", () => {
    const reversed = Template.of(jobs(numbersTo(700).reverse()));
    expect(documentsOf(reversed)).toEqual(documentsOf(many));
  });

  test("is the role of one function, and a job adds only its request and its invocation", () => {
    const perJob = (type: string): number => Object.keys(many.resources(type)).length;
    expect(perJob("aws_lambda_invocation")).toBe(700);
    // One more is the random part of the function's name.
    expect(perJob("terraform_data")).toBe(701);
    for (const type of ["aws_lambda_function", "aws_iam_role", INLINE]) expect(perJob(type)).toBe(1);
    for (const type of ["aws_partition", "aws_region", "aws_caller_identity"]) {
      expect(Object.keys(many.dataSources(type))).toHaveLength(1);
    }
  });
});

describe("sources that are allowed by their prefix", () => {
  const thousand = (allow?: (stack: TerraformStack) => void) => (stack: TerraformStack) => {
    allow?.(stack);
    jobs(numbersTo(1_000))(stack);
  };

  test("need no separate statement, so a thousand jobs fit into one policy", () => {
    const template = Template.of(
      thousand((stack) => SigningFunction.getOrCreate(stack).allowSources("packages", "services/")),
    );
    expect(readable(template)).toEqual(["services/*"]);
    expect(template.resources(MANAGED)).toEqual({});
    expect(template.warnings).toEqual([]);
  });

  test("are what the error recommends if the single keys do not fit", () => {
    expect(() => Template.of(thousand())).toThrow(
      /\[stack\/AwsSignerFunction\] the function's role needs policies of up to \d{5} characters, and IAM accepts 10240 in inline policies and 8 managed policies of 6144 for one role: allow many sources in one statement: call allowSources\("packages", "services\/"\) on their function,/,
    );
  });

  test("are one statement for jobs whose sources share an allowed prefix, as stored assets do", () => {
    const template = Template.of((stack) => {
      const signingFunction = new SigningFunction(stack, "runner");
      const statementsOfJob = (number: number) =>
        signingJobStatements({
          environment: AwsEnvironment.of(stack),
          profileArn: "arn:aws:signer:eu-west-1:111111111111:/signing-profiles/p",
          source: { bucketName: "packages", key: `d-1/${number}.zip`, version: "v", keyPrefixToAllow: "d-1/" },
          destination: SigningDestination.toBucket("signed", "signed/"),
        });
      numbersTo(1_000)
        .flatMap(statementsOfJob)
        .forEach((statement) => signingFunction.addToRolePolicy(statement));
    });
    expect(readable(template)).toEqual(["d-1/*"]);
  });

  test.each<[string, string, string[]]>([
    ["packages", "a/", ["a/*", "b/x.zip"]],
    ["packages", "a/x", ["a/x*", "b/x.zip"]],
    ["packages", "", ["*"]],
    ["packages", "a/*", ["a/${*}*", "a/x.zip", "b/x.zip"]],
    ["others", "a/", ["a/*", "a/x.zip", "b/x.zip"]],
  ])("are those in bucket %j below %j, and no others", (bucket, prefix, expected) => {
    const template = Template.of((stack) => {
      const signingFunction = new SigningFunction(stack, "runner");
      const profile = lambdaProfile(stack);
      for (const key of ["a/x.zip", "b/x.zip"]) {
        signingJob(stack, { profile, signingFunction, source: SigningSource.fromBucket("packages", key, "v") }, key);
      }
      signingFunction.allowSources(bucket, prefix);
    });
    expect(readable(template)).toEqual(expected.sort());
  });

  test("can be in a bucket of the stack, with a prefix that is a token", () => {
    const template = Template.of((stack) => {
      const bucket = new S3Bucket(stack, "bucket");
      const folder = token(stack).text;
      SigningFunction.getOrCreate(stack).allowSources(bucket.bucket, folder);
      signingJob(stack, { source: SigningSource.fromBucket(bucket.bucket, `${folder}/x.zip`, "v") });
    });
    const { policy } = template.resource(INLINE);
    const objects = ":s3:::${aws_s3_bucket.bucket.bucket}/${replace(";
    expect(policy.split(objects)).toHaveLength(2);
    expect(policy).toMatch(/"\*"\)\}\*"\]/);
  });
});

describe("the properties of objects that are known at synthesis", () => {
  const inOneBucket: Sources = (number, stack) => {
    const bucket = (stack.node.tryFindChild("bucket") as S3Bucket | undefined) ?? new S3Bucket(stack, "bucket");
    return SigningSource.fromObject(
      new S3Object(stack, `object-${number}`, { bucket: bucket.bucket, key: `k-${number}` }),
    );
  };

  test("list each bucket once for any number of objects", () => {
    const grants = grantsOf(Template.of(jobs(numbersTo(3), inOneBucket)).resource(INLINE).policy);
    expect(grants.filter((grant) => grant.startsWith("s3:"))).toEqual([
      "s3:GetObjectVersion arn:<partition>:s3:::<bucket>/k-0",
      "s3:GetObjectVersion arn:<partition>:s3:::<bucket>/k-1",
      "s3:GetObjectVersion arn:<partition>:s3:::<bucket>/k-2",
      "s3:ListBucket arn:<partition>:s3:::<bucket>",
      "s3:ListBucket arn:<partition>:s3:::signed",
      "s3:PutObject arn:<partition>:s3:::signed/signed/*",
    ]);
  });

  test("let keys count with their real length, not the maximum", () => {
    const template = Template.of(jobs(numbersTo(60), inOneBucket));
    expect(template.resources(MANAGED)).toEqual({});
    expect(template.warnings).toEqual([]);
  });

  test("is nothing for a key that Terraform computes: it counts as the longest key there can be", () => {
    const later: Sources = (number, stack) =>
      SigningSource.fromBucket("packages", `releases/${token(stack, `key-${number}`).text}`, "v");
    const few = Template.of(jobs(numbersTo(5), later));
    const more = Template.of(jobs(numbersTo(40), later));
    expect(few.resources(MANAGED)).toEqual({});
    expect(Object.keys(more.resources(MANAGED))).toHaveLength(7);
    expect([...few.warnings, ...more.warnings]).toEqual([]);
    expect(() => Template.of(jobs(numbersTo(60), later))).toThrow('call allowSources("packages", "releases/")');
  });

  test("is not what an override makes it not to be", () => {
    const overridden: Sources = (_, stack) => {
      const object = new S3Object(stack, "object", { bucket: "packages", key: "written" });
      object.addOverride("key", "overridden");
      return SigningSource.fromObject(object);
    };
    const { policy } = Template.of(jobs([1], overridden)).resource(INLINE);
    expect(policy).not.toContain("written");
    expect(policy).toContain("aws_s3_object.object.key");
  });
});

describe("what IAM has no room for at all", () => {
  const OWN_BUCKETS: Sources = (number) => SigningSource.fromBucket(`${"bucket".repeat(9)}-${number}`, "k", "v");

  test("is an error before Terraform runs, and says how to go on", () => {
    expect(() => Template.of(jobs(numbersTo(500), OWN_BUCKETS))).toThrow(
      /\[stack\/AwsSignerFunction\] the function's role needs policies of up to \d{5} characters, .* for one role: give some of the signing jobs a "signingFunction" of their own/,
    );
  });
});

describe("a role of the user's own", () => {
  const ROLE_ARN = "arn:aws:iam::111111111111:role/own";
  const ownRole = (count: number, attach: boolean) => (stack: TerraformStack) => {
    jobs(numbersTo(count), SERVICE, { roleArn: ROLE_ARN })(stack);
    const runner = stack.node.findChild("runner") as SigningFunction;
    if (attach) new IamRolePolicy(stack, "policy", { role: "own", policy: runner.policyDocumentFor(stack) });
  };

  test("gets a document that fits into an inline policy, and allows exactly what is needed", () => {
    const template = Template.of(ownRole(100, true));
    expect(sizeOf(template.resource(INLINE).policy)).toBeLessThanOrEqual(10_240);
    expect(readable(template)).toEqual(numbersTo(100).map(serviceKey));
    expect(template.warnings).toEqual([]);
  });

  test("gets an error where no inline policy has room for the document", () => {
    expect(() => Template.of(ownRole(200, true))).toThrow(
      /\[stack\/runner\] the function's role needs policies of up to 1\d{4} characters, and IAM accepts 10240 in inline policies for one role: .*allowSources\("packages", "services\/"\)/,
    );
  });

  test("is left alone where the document is not used, and a warning says what the role needs", () => {
    const template = Template.of(ownRole(200, false));
    expect(template.resources(INLINE)).toEqual({});
    expect(template.warnings).toEqual([expect.stringContaining('"policyDocumentFor" was not called for this stack')]);
  });
});

describe("a key that no policy can hold", () => {
  test("is allowed with a wildcard in it, and a warning says so", () => {
    const template = Template.of((stack) => {
      signingJob(stack, { source: SigningSource.fromBucket("packages", "日本/a.zip", "v") });
    });
    expect(template.warnings).toEqual([expect.stringContaining('"日本/a.zip" became "*/a.zip"')]);
  });
});
