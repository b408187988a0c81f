import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { SigningJobProps, SigningSource, SigningSourceAssetOptions } from "../../src";
import { aliasedProvider, KEY_ARN, signingJob, token } from "../synth/fixtures";
import { folderOf } from "../synth/folder";
import { Template } from "../synth/template";

const OBJECT = "aws_s3_object";
const DATA = "terraform_data";
const CODE = { "index.mjs": "export const handler = 1;" };
const ZIP_KEY = /^unsigned\/stack-[0-9a-f]{8}\/[0-9a-f]{64}\.zip$/;

function jobFrom(
  scope: Construct,
  options: Partial<SigningSourceAssetOptions> & { path?: string } = {},
  props: Partial<SigningJobProps> = {},
  id: string = "job",
): void {
  const { path = folderOf(CODE), ...more } = options;
  signingJob(scope, { source: SigningSource.fromAsset(path, { bucket: "packages", ...more }), ...props }, id);
}

function templateOf(options: Partial<SigningSourceAssetOptions> & { path?: string }): Template {
  return Template.of((stack) => jobFrom(stack, options));
}

function stackFolder(stack: TerraformStack): string {
  return join(App.of(stack).outdir, "stacks", stack.node.id);
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What the role of the function may do to a resource. */
function policyOf(template: Template): string {
  return Object.values(template.resources("aws_iam_role_policy"))
    .map(({ policy }) => policy as string)
    .join();
}

describe("a folder or file as the source of a signing job", () => {
  test("is stored in the bucket, named by the SHA-256 of what Terraform finds beside its configuration", () => {
    let content: Buffer | undefined;
    const template = Template.of((stack) => {
      jobFrom(stack, { path: folderOf(CODE) });
      const [name] = readdirSync(join(stackFolder(stack), "assets/aws-signer"));
      content = readFileSync(join(stackFolder(stack), "assets/aws-signer", name));
    });
    const { bucket, key, source } = template.resource(OBJECT);
    expect(bucket).toBe("packages");
    expect(key).toMatch(ZIP_KEY);
    expect(key).toContain(`/${sha256(content!)}.zip`);
    expect(source).toBe(`assets/aws-signer/${sha256(content!)}.zip`);
  });

  test("is stored byte for byte if it is a file, and keeps its extension", () => {
    const path = join(folderOf({ "firmware.bin": "image" }), "firmware.bin");
    const { key } = templateOf({ path }).resource(OBJECT);
    expect(key).toMatch(new RegExp(`/${sha256(Buffer.from("image"))}\\.bin$`));
  });

  test("is found relative to where the program runs", () => {
    const path = folderOf(CODE);
    const { key } = templateOf({ path: relative(process.cwd(), path) }).resource(OBJECT);
    expect(key).toBe(templateOf({ path }).resource(OBJECT).key);
  });

  test("is signed in the version that Terraform has stored, whatever is stored under its name later", () => {
    const template = templateOf({});
    const object = template.address(OBJECT);
    expect(template.resource(DATA, "aws-signer-asset")).toEqual({
      triggers_replace: { object: `\${${object}.arn}`, kmsKeyArn: `\${${object}.kms_key_id}` },
      input: { versionId: `\${${object}.version_id}` },
      lifecycle: { ignore_changes: ["input", "triggers_replace.kmsKeyArn"] },
    });
    const version = `${template.address(DATA, "aws-signer-asset")}.output.versionId`;
    const { key } = template.resource(OBJECT);
    expect(template.resource(DATA, "job_Request").triggers_replace.source).toEqual({
      bucketName: "packages",
      key,
      version: `\${${version}}`,
    });
    expect(template.resource("aws_lambda_invocation").input).toContain(
      `"source" = {"bucketName" = "packages", "key" = "${key}", "version" = ${version}}`,
    );
  });

  test("is signed in the version under its new key when Terraform encrypts it with another", () => {
    const template = templateOf({ kmsKeyArn: KEY_ARN });
    const version = template.resource(DATA, "aws-signer-asset");
    expect(version.triggers_replace.kmsKeyArn).toBe(`\${${template.address(OBJECT)}.kms_key_id}`);
    expect(version.lifecycle).toEqual({ ignore_changes: ["input"] });
  });

  test("may be read by the function", () => {
    const template = templateOf({});
    expect(policyOf(template)).toContain(`:s3:::packages/${template.resource(OBJECT).key}"`);
  });

  test("stops with a remedy where the bucket has not kept a version", () => {
    const [check] = templateOf({}).resource(OBJECT).lifecycle.postcondition;
    expect(check.condition).toBe('${self.version_id != ""}');
    expect(check.error_message).toMatch(
      /^The bucket packages did not keep versions when unsigned\/.*"dependsOn".*apply again\.$/,
    );
  });

  test("is stored under the prefix that was given, as it was written", () => {
    expect(templateOf({ keyPrefix: "a-" }).resource(OBJECT).key).toMatch(/^a-[0-9a-f]{64}\.zip$/);
    expect(templateOf({ keyPrefix: "" }).resource(OBJECT).key).toMatch(/^[0-9a-f]{64}\.zip$/);
    expect(templateOf({ keyPrefix: "${x}/" }).resource(OBJECT).key).toMatch(/^\$\{"\$\$\{x\}\/[0-9a-f]{64}\.zip"\}$/);
  });

  test("is encrypted with the key that was given, which the function may decrypt with", () => {
    const template = templateOf({ kmsKeyArn: KEY_ARN });
    expect(template.resource(OBJECT).kms_key_id).toBe(KEY_ARN);
    expect(policyOf(template)).toContain(`"Action" = ["kms:Decrypt"], "Resource" = ["${KEY_ARN}"]`);
  });

  test("is stored by the AWS provider of the job, unless it is given one of its own", () => {
    const template = Template.of((stack) => {
      const [us, eu] = [aliasedProvider(stack, "us"), aliasedProvider(stack, "eu")];
      jobFrom(stack, { path: folderOf({ a: "1" }) }, { provider: us }, "first");
      jobFrom(stack, { path: folderOf({ a: "2" }), provider: eu }, { provider: us }, "second");
    });
    const providers = Object.values(template.resources(OBJECT)).map(({ provider }) => provider);
    expect(providers.sort()).toEqual(["aws.eu", "aws.us"]);
  });

  test("is stored after what it depends on, such as the versioning of its bucket", () => {
    const template = Template.of((stack) => {
      const bucket = new S3Bucket(stack, "bucket");
      const versioning = new S3BucketVersioningA(stack, "versioning", {
        bucket: bucket.bucket,
        versioningConfiguration: { status: "Enabled" },
      });
      jobFrom(stack, { bucket: bucket.bucket, dependsOn: [versioning] });
    });
    expect(template.resource(OBJECT)).toMatchObject({
      bucket: "${aws_s3_bucket.bucket.bucket}",
      depends_on: ["aws_s3_bucket_versioning.versioning"],
    });
  });

  test("takes values that are known only later, without judging them", () => {
    const template = Template.of((stack) => {
      const { text } = token(stack);
      jobFrom(stack, { bucket: text, keyPrefix: `${text}/`, kmsKeyArn: text });
    });
    const unknown = "terraform_data.unknown.output.value";
    expect(template.resource(OBJECT)).toMatchObject({
      bucket: `\${${unknown}}`,
      key: expect.stringMatching(/^\$\{terraform_data\.unknown\.output\.value\}\/[0-9a-f]{64}\.zip$/),
      kms_key_id: `\${${unknown}}`,
    });
  });
});

describe("the same content as the source of several jobs", () => {
  test("is one object, stored after what any of them names", () => {
    const template = Template.of((stack) => {
      const bucket = new S3Bucket(stack, "bucket");
      const [one, two] = ["one", "two"].map((id) => new S3Bucket(stack, id));
      const shared = SigningSource.fromAsset(folderOf(CODE), { bucket: bucket.bucket, dependsOn: [one] });
      signingJob(stack, { source: shared }, "first");
      signingJob(stack, { source: shared }, "second");
      jobFrom(stack, { bucket: bucket.bucket, dependsOn: [two] }, {}, "third");
    });
    expect(template.resource(OBJECT).depends_on).toEqual(["aws_s3_bucket.one", "aws_s3_bucket.two"]);
    const sources = ["first", "second", "third"].map(
      (id) => template.resource(DATA, `${id}_Request`).triggers_replace.source as object,
    );
    expect(sources[1]).toEqual(sources[0]);
    expect(sources[2]).toEqual(sources[0]);
  });

  test("is the same resource wherever the jobs are declared, so that moving a job stores and signs nothing again", () => {
    const before = Template.of((stack) => jobFrom(stack));
    const after = Template.of((stack) => jobFrom(new Construct(stack, "inner"), {}, {}, "renamed"));
    expect(after.address(OBJECT)).toBe(before.address(OBJECT));
    expect(after.resource(OBJECT)).toEqual(before.resource(OBJECT));
  });

  test("is another object under another prefix, and for another AWS provider", () => {
    const template = Template.of((stack) => {
      jobFrom(stack, {}, {}, "first");
      jobFrom(stack, { bucket: "others", keyPrefix: "other/" }, {}, "second");
      jobFrom(stack, { bucket: "american", provider: aliasedProvider(stack, "us") }, {}, "third");
    });
    const keys = Object.values(template.resources(OBJECT)).map(({ bucket, key }) => [
      bucket,
      key.replace(/\w{64}/, "…"),
    ]);
    expect(keys.sort()).toEqual([
      ["american", expect.stringMatching(/^unsigned\/stack-\w{8}\/us\/…\.zip$/)],
      ["others", "other/….zip"],
      ["packages", expect.stringMatching(/^unsigned\/stack-\w{8}\/…\.zip$/)],
    ]);
  });

  test("may have the same key in the buckets of two AWS providers, such as those of two Regions", () => {
    const template = Template.of((stack) => {
      jobFrom(stack, { bucket: "europe", keyPrefix: "x/" }, {}, "first");
      jobFrom(stack, { bucket: "america", keyPrefix: "x/", provider: aliasedProvider(stack, "us") }, {}, "second");
    });
    expect(Object.values(template.resources(OBJECT)).map(({ bucket }) => bucket)).toEqual(
      expect.arrayContaining(["america", "europe"]),
    );
  });

  test("is the same resource in every synthesis, also under a prefix that is known only later", () => {
    const [one, two] = [["unknown"], ["another", "unknown"]].map((ids) =>
      Template.of((stack) => {
        const [prefix] = ids.map((id) => token(stack, id).text).reverse();
        jobFrom(stack, { keyPrefix: `${prefix}/` });
      }),
    );
    expect(two.address(OBJECT)).toBe(one.address(OBJECT));
  });

  test("is another object in another stack, so that neither deletes the other's", () => {
    const [one, two] = ["one", "two"].map((id) => {
      const template = Template.of((stack) => {
        const other = new TerraformStack(App.of(stack), id);
        new AwsProvider(other, "aws", { region: "eu-west-1" });
        jobFrom(other);
      }, id);
      return template.resource(OBJECT).key as string;
    });
    expect(one).toMatch(/^unsigned\/one-/);
    expect(two).toMatch(/^unsigned\/two-/);
  });

  test.each<[string, Partial<SigningSourceAssetOptions>]>([
    ["in two buckets", { bucket: "others" }],
    ["encrypted with two keys", { kmsKeyArn: KEY_ARN }],
  ])("is refused under one key %s", (_, options) => {
    expect(() =>
      Template.of((stack) => {
        jobFrom(stack, {}, {}, "first");
        jobFrom(stack, options, {}, "second");
      }),
    ).toThrow(
      /^\[stack\/second\] the same content is stored as unsigned\/.*\.zip already, .*give one of them another "keyPrefix"$/,
    );
  });

  test("does not pile up beside the configuration, synthesis after synthesis", () => {
    Template.of((stack) => {
      jobFrom(stack, { path: join(folderOf({ "old.zip": "old" }), "old.zip") });
      const old = join(stackFolder(stack), "assets/aws-signer", `${sha256(Buffer.from("old"))}.zip`);
      expect(existsSync(old)).toBe(true);

      const again = new TerraformStack(new App({ outdir: App.of(stack).outdir }), "stack");
      jobFrom(again, { path: join(folderOf({ "new.zip": "new" }), "new.zip") });
      jobFrom(again, { path: join(folderOf({ "newer.zip": "newer" }), "newer.zip") }, {}, "second");
      expect(existsSync(old)).toBe(false);
      expect(readdirSync(join(stackFolder(stack), "assets/aws-signer"))).toHaveLength(2);
    });
  });
});

describe("a folder or file as the source of a signing job is refused", () => {
  test.each<[string, Partial<SigningSourceAssetOptions> & { path?: string }, string]>([
    [
      "with an ARN for a bucket",
      { bucket: "arn:aws:s3:::packages" },
      '[stack/job] "bucket" must be the name of a bucket: 3 to 63 letters, digits, periods and hyphens (no ARN, no URL), received "arn:aws:s3:::packages"',
    ],
    [
      "with a prefix that the AWS provider would change at its beginning",
      { keyPrefix: "/a/" },
      '"keyPrefix" must be a prefix that does not begin with "/" and has no "//" in it, received "/a/"',
    ],
    ["with a prefix that the AWS provider would change in its middle", { keyPrefix: "a\n//" }, 'has no "//" in it'],
    [
      "with a prefix that leaves no room for the name",
      { keyPrefix: "ä".repeat(479) },
      '"keyPrefix" must be 0 to 956 bytes long in UTF-8, received "ää',
    ],
    ["with a prefix that Terraform would change", { keyPrefix: "e\u0301/" }, "normalization form C"],
    [
      "with the alias of a key",
      { kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:alias/a" },
      '"kmsKeyArn" must be the ARN of an AWS KMS key (not of an alias)',
    ],
    [
      "without path",
      { path: "" },
      '"path" must be a path on this machine that is known when the stack is synthesized, received ""',
    ],
    [
      "where there is nothing",
      { path: "/no/such/folder" },
      '[stack/job] "path" must be a folder, or a file to be signed as it is, received "/no/such/folder": there is nothing at ' +
        '"/no/such/folder". Is it built before this program runs?',
    ],
  ])("%s", (_, options, message) => {
    expect(() => templateOf(options)).toThrow(message);
  });

  test("with a path that is known only later", () => {
    expect(() => Template.of((stack) => jobFrom(stack, { path: token(stack).text }))).toThrow(
      '"path" must be a path on this machine that is known when the stack is synthesized',
    );
  });

  test("with the longest prefix that leaves room, not", () => {
    expect(templateOf({ keyPrefix: `${"ä".repeat(478)}` }).resource(OBJECT).key).toHaveLength(478 + 68);
  });

  test("not before a job takes it, so that what is not used need not be built", () => {
    expect(() => SigningSource.fromAsset("/no/such/folder", { bucket: "packages" })).not.toThrow();
  });
});

test("the zip library is not loaded by those who do not need it", () => {
  const index = resolve(__dirname, "../../src/index.ts");
  const program = `require(${JSON.stringify(index)}); console.log(Object.keys(require.cache).filter((name) => /fflate/.test(name)))`;
  const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", program], {
    encoding: "utf8",
  });
  expect(output.trim()).toBe("[]");
});
