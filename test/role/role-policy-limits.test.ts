import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { TerraformStack } from "cdktf";
import { SigningDestination, SigningJob, SigningFunction, SigningFunctionProps, SigningSource } from "../../src";
import { lambdaProfile, signingJob, token } from "../synth/fixtures";
import { grantsOf, statementsOf } from "../synth/policy";
import { Template } from "../synth/template";

const INLINE = "aws_iam_role_policy";
const MANAGED = "aws_iam_policy";
const ATTACHMENT = "aws_iam_role_policy_attachment";

/** As long as what Terraform puts there can be in the AWS partition. */
const LONGEST: Readonly<Record<string, string>> = {
  partition: "aws",
  id: "ap-southeast-1",
  account_id: "111111111111",
  arn: `arn:aws:signer:ap-southeast-1:111111111111:/signing-profiles/${"x".repeat(64)}`,
  bucket: "x".repeat(63),
};

type Sources = (number: number, stack: TerraformStack) => SigningSource;

const SERVICE: Sources = (number) =>
  SigningSource.fromBucket("packages", `services/service-${String(number).padStart(4, "0")}/package.zip`, "v");

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
  const managed = Object.values(template.resources(MANAGED)).flatMap(({ policy }) => {
    const [, list] = /^\$\{element\(\[(.*)\], count\.index\)\}$/.exec(policy) ?? [];
    return list.split(/, (?=jsonencode\()/).map((document) => `\${${document}}`);
  });
  return [template.resource(INLINE).policy, ...managed];
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

describe("a role whose policy is too large for one", () => {
  test("has managed policies beside it, and allows exactly what is needed", () => {
    const numbers = numbersTo(400);
    const template = Template.of(jobs(numbers, SERVICE, { rolePath: "/signing/", tags: { team: "a" } }));
    expect(template.warnings).toEqual([]);
    expect(readable(template)).toEqual(
      numbers.map((number) => `services/service-${String(number).padStart(4, "0")}/package.zip`),
    );
    const managed = template.resource(MANAGED);
    expect(managed).toMatchObject({ path: "/signing/", tags: { team: "a" }, count: documentsOf(template).length - 1 });
    expect(template.resource(ATTACHMENT)).toMatchObject({
      count: managed.count,
      policy_arn: `\${${template.address(MANAGED)}[count.index].arn}`,
      role: `\${${template.address("aws_iam_role")}.name}`,
    });
  });

  test("gets all of its policies before the function, and so before any job", () => {
    const template = Template.of(jobs(numbersTo(200)));
    expect(template.resource(INLINE).depends_on).toEqual([template.address(ATTACHMENT)]);
    expect(template.resource("aws_lambda_function").depends_on).toContain(template.address(INLINE));
  });

  test("has no policy but the inline one, as long as that is enough", () => {
    const template = Template.of(jobs(numbersTo(50)));
    expect(template.resources(MANAGED)).toEqual({});
    expect(template.resources(ATTACHMENT)).toEqual({});
    expect(template.resource(INLINE)).not.toHaveProperty("depends_on");
    expect(template.warnings).toEqual([]);
  });
});

describe("the role of the function of a thousand jobs", () => {
  const thousand = Template.of(jobs(numbersTo(1_000)));

  test("has policies within the quotas of IAM", () => {
    const [inline, ...managed] = documentsOf(thousand).map(sizeOf);
    expect(inline).toBeLessThanOrEqual(10_240);
    expect(managed.length).toBeLessThanOrEqual(8);
    for (const size of managed) expect(size).toBeLessThanOrEqual(6_144);
    // No room is given away either, but for what references might turn out to be.
    expect(inline).toBeGreaterThan(8_500);
    expect(Math.min(...managed)).toBeGreaterThan(5_000);
  });

  test("may read every object that is to be signed", () => {
    const patterns = readable(thousand);
    for (const number of numbersTo(1_000)) {
      const key = `services/service-${String(number).padStart(4, "0")}/package.zip`;
      const isAllowed = patterns.some((each) =>
        each.endsWith("*") ? key.startsWith(each.slice(0, -1)) : key === each,
      );
      expect({ key, isAllowed }).toEqual({ key, isAllowed: true });
    }
  });

  test("may read what else begins like some of them, and a warning names it", () => {
    const wildcards = readable(thousand).filter((key) => key.endsWith("*"));
    expect(wildcards[0]).toBe("services/service-000*");
    expect(wildcards.length).toBeLessThan(50);
    expect(thousand.warnings).toHaveLength(1);
    expect(thousand.warnings[0]).toContain(
      '10 objects of bucket "packages" with the prefix "services/service-000" became "services/service-000*" (s3:GetObjectVersion)',
    );
    expect(thousand.warnings[0].match(/became/g)).toHaveLength(wildcards.length);
  });

  test("may do the same in whatever order the jobs are declared", () => {
    const reversed = Template.of(jobs(numbersTo(1_000).reverse()));
    expect(documentsOf(reversed)).toEqual(documentsOf(thousand));
  });

  test("is the role of one function, and nothing else is made for a job but its request and its invocation", () => {
    const perJob = (type: string): number => Object.keys(thousand.resources(type)).length;
    expect(perJob("aws_lambda_invocation")).toBe(1_000);
    // One more is the random part of the function's name.
    expect(perJob("terraform_data")).toBe(1_001);
    for (const type of ["aws_lambda_function", "aws_iam_role", INLINE, MANAGED, ATTACHMENT]) {
      expect(perJob(type)).toBe(1);
    }
    for (const type of ["aws_partition", "aws_region", "aws_caller_identity"]) {
      expect(Object.keys(thousand.dataSources(type))).toHaveLength(1);
    }
  });
});

describe("what is known of objects before Terraform runs", () => {
  const inOneBucket: Sources = (number, stack) => {
    const bucket = (stack.node.tryFindChild("bucket") as S3Bucket | undefined) ?? new S3Bucket(stack, "bucket");
    return SigningSource.fromObject(
      new S3Object(stack, `object-${number}`, { bucket: bucket.bucket, key: `k-${number}` }),
    );
  };

  test("says each bucket once, however many objects name it", () => {
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

  test("makes their keys count as long as they are, and not as long as keys can be", () => {
    const template = Template.of(jobs(numbersTo(60), inOneBucket));
    expect(template.resources(MANAGED)).toEqual({});
    expect(template.warnings).toEqual([]);
  });

  test("makes keys with the same beginning one wildcard, named by the bucket's address", () => {
    const longKeys: Sources = (number, stack) => {
      const bucket = (stack.node.tryFindChild("bucket") as S3Bucket | undefined) ?? new S3Bucket(stack, "bucket");
      const key = `releases/${"x".repeat(900)}${number}`;
      return SigningSource.fromObject(new S3Object(stack, `object-${number}`, { bucket: bucket.bucket, key }));
    };
    const template = Template.of(jobs(numbersTo(90), longKeys));
    expect(template.warnings[0]).toContain('of bucket "aws_s3_bucket.bucket.bucket" with the prefix "releases/xxx');
  });

  test("is nothing for a key that Terraform computes: it counts as the longest key there can be", () => {
    const later: Sources = (number, stack) =>
      SigningSource.fromBucket("packages", `releases/${token(stack, `key-${number}`).text}`, "v");
    const few = Template.of(jobs(numbersTo(5), later));
    const more = Template.of(jobs(numbersTo(40), later));
    const many = Template.of(jobs(numbersTo(60), later));
    expect(few.resources(MANAGED)).toEqual({});
    expect(more.resource(MANAGED).count).toBe(7);
    expect([...few.warnings, ...more.warnings]).toEqual([]);
    expect(many.warnings[0]).toContain(
      '60 objects of bucket "packages" with the prefix "releases/" became "releases/*" (s3:GetObjectVersion)',
    );
  });

  test("is not what an override makes it not to be", () => {
    const overridden: Sources = (_, stack) => {
      const object = new S3Object(stack, "object", { bucket: "packages", key: "written" });
      object.addOverride("key", "overridden");
      return SigningSource.fromObject(object);
    };
    expect(readable(Template.of(jobs([1], overridden)))).toEqual(["overridden"]);
  });
});

describe("what IAM has no room for at all", () => {
  const OWN_BUCKETS: Sources = (number) => SigningSource.fromBucket(`${"bucket".repeat(9)}-${number}`, "k", "v");

  test("is an error before Terraform runs, and says how to go on", () => {
    expect(() => Template.of(jobs(numbersTo(500), OWN_BUCKETS))).toThrow(
      /\[stack\/AwsSignerFunction\] what the function's role must be allowed takes up to \d{5} characters, .* give some of the signing jobs a "signingFunction" of their own/,
    );
  });
});

describe("a role of the user's own", () => {
  const ROLE_ARN = "arn:aws:iam::111111111111:role/own";
  const ownRole = (attach: boolean) => (stack: TerraformStack) => {
    jobs(numbersTo(200), SERVICE, { roleArn: ROLE_ARN })(stack);
    const runner = stack.node.findChild("runner") as SigningFunction;
    if (attach) new IamRolePolicy(stack, "policy", { role: "own", policy: runner.policyDocument });
  };

  test("gets a document that fits into an inline policy, and a warning of what that has widened", () => {
    const template = Template.of(ownRole(true));
    expect(sizeOf(template.resource(INLINE).policy)).toBeLessThanOrEqual(10_240);
    expect(template.warnings[0]).toContain('became "services/service-000*"');
  });

  test("is left alone where the document is not used: there is nothing to warn of", () => {
    expect(Template.of(ownRole(false)).warnings).toEqual([]);
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
