import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Zippable, zipSync } from "fflate";
import {
  IgnoreMode,
  Platform,
  SigningJobProps,
  SigningProfile,
  SigningSource,
  SigningSourceAssetOptions,
  SymlinkFollowMode,
} from "../../src";
import { noteOfTime } from "../../src/s3/asset/messages";
import { aliasedProvider, CERTIFICATE_ARN, KEY_ARN, signingJob, token } from "../synth/fixtures";
import { folderOf } from "../synth/folder";
import { Template } from "../synth/template";

const OBJECT = "aws_s3_object";
const DATA = "terraform_data";
const CODE = { "index.mjs": "export const handler = 1;" };
const ID = String.raw`\$\{substr\(terraform_data\.AwsSignerAssets-\w+_Deployment_\w+\.id, 0, 8\)\}`;
const VERSION = /^AwsSignerAssets-.*_Version_/;
const ZIP_KEY = new RegExp(String.raw`^unsigned/${ID}/[0-9a-f]{64}\.zip$`);

function jobFrom(
  scope: Construct,
  options: Partial<SigningSourceAssetOptions> & { path?: string } = {},
  props: Partial<SigningJobProps> = {},
  id: string = "job",
): void {
  const { path = folderOf(CODE), ...more } = options;
  signingJob(scope, { source: SigningSource.fromAsset(path, { bucket: "packages", ...more }), ...props }, id);
}

/** A job on a platform that signs any file. */
function firmwareJob(stack: TerraformStack, path: string, id: string = "job"): void {
  const profile = new SigningProfile(stack, `${id}-profile`, {
    platform: Platform.AMAZON_FREE_RTOS_TI_CC3220SF,
    signingMaterial: { certificateArn: CERTIFICATE_ARN },
  });
  jobFrom(stack, { path }, { profile }, id);
}

function templateOf(options: Partial<SigningSourceAssetOptions> & { path?: string }): Template {
  return Template.of((stack) => jobFrom(stack, options));
}

/** The key with the parts that differ from test to test by their names. */
function readable(key: string): string {
  return key.replace(new RegExp(ID), "ID").replace(/[0-9a-f]{64}/, "HASH");
}

function keyOf(options: Partial<SigningSourceAssetOptions> & { path?: string }): string {
  return readable(templateOf(options).resource(OBJECT).key);
}

function stackFolder(stack: TerraformStack): string {
  return join(App.of(stack).outdir, "stacks", stack.node.id);
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The actions that the function's role is allowed on a resource. */
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
    const { key } = Template.of((stack) => firmwareJob(stack, path)).resource(OBJECT);
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
    expect(template.resource(DATA, VERSION)).toEqual({
      triggers_replace: { object: `\${${object}.arn}`, kmsKeyArn: `\${${object}.kms_key_id}` },
      input: { versionId: `\${${object}.version_id}` },
      lifecycle: { ignore_changes: ["input", "triggers_replace.kmsKeyArn"] },
    });
    const version = `${template.address(DATA, VERSION)}.output.versionId`;
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
    const version = template.resource(DATA, VERSION);
    expect(version.triggers_replace.kmsKeyArn).toBe(`\${${template.address(OBJECT)}.kms_key_id}`);
    expect(version.lifecycle).toEqual({ ignore_changes: ["input"] });
  });

  test("may be read by the function", () => {
    const template = templateOf({});
    expect(policyOf(template)).toContain(":s3:::packages/unsigned/");
  });

  test("stops with a remedy where the bucket has not kept a version", () => {
    const [check] = templateOf({}).resource(OBJECT).lifecycle.postcondition;
    expect(check.condition).toBe('${self.version_id != ""}');
    expect(check.error_message).toMatch(
      /^The bucket packages did not keep versions when unsigned\/.*"dependsOn".*apply again\.$/,
    );
  });

  test("is stored under the prefix that was given, as it was written", () => {
    expect(keyOf({ keyPrefix: "a-" })).toBe("a-ID/HASH.zip");
    expect(keyOf({ keyPrefix: "" })).toBe("ID/HASH.zip");
    expect(keyOf({ keyPrefix: "${x}/" })).toBe('${"$${x}/ID/HASH.zip"}');
    expect(keyOf({ keyPrefix: `${"ä".repeat(473)}` })).toBe(`${"ä".repeat(473)}ID/HASH.zip`);
  });

  test("does not inherit the default tags of the AWS provider, which may be more than an object can have, but has its own", () => {
    expect(templateOf({}).resource(OBJECT).override_provider).toEqual({ default_tags: { tags: {} } });
    expect(templateOf({}).resource(OBJECT).tags).toBeUndefined();
    const tags = { team: "payments", path: "${x}" };
    expect(templateOf({ tags }).resource(OBJECT).tags).toEqual({ team: "payments", path: '${"$${x}"}' });
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
      key: expect.stringMatching(
        new RegExp(String.raw`^\$\{terraform_data\.unknown\.output\.value\}/${ID}/[0-9a-f]{64}\.zip$`),
      ),
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

  test("is the same resource under the same key when the stack is renamed, or the AWS provider gets an alias", () => {
    const renamed = Template.of((stack) => {
      const other = new TerraformStack(App.of(stack), "renamed");
      new AwsProvider(other, "aws", { region: "eu-west-1" });
      jobFrom(other);
    }, "renamed");
    const aliased = Template.of((stack) => jobFrom(stack, {}, { provider: aliasedProvider(stack, "us") }));
    const { provider, ...object } = aliased.resource(OBJECT);
    expect(provider).toBe("aws.us");
    for (const after of [renamed.resource(OBJECT), object]) expect(after).toEqual(templateOf({}).resource(OBJECT));
    for (const after of [renamed, aliased]) expect(after.address(OBJECT)).toBe(templateOf({}).address(OBJECT));
  });

  test("is the same resource when the stack of its bucket is renamed", () => {
    const [before, after] = ["base", "foundation"].map((id) =>
      Template.of((stack) => {
        const other = new TerraformStack(App.of(stack), id);
        new AwsProvider(other, "aws", { region: "eu-west-1" });
        jobFrom(stack, { bucket: new S3Bucket(other, "bucket").bucket });
      }),
    );
    expect(after.address(OBJECT)).toBe(before.address(OBJECT));
  });

  test("is another object in another bucket, and under another prefix, each with an id of its own", () => {
    const template = Template.of((stack) => {
      jobFrom(stack, {}, {}, "first");
      jobFrom(stack, { keyPrefix: "other/" }, {}, "second");
      jobFrom(stack, { bucket: "american", provider: aliasedProvider(stack, "us") }, {}, "third");
    });
    const objects = Object.values(template.resources(OBJECT));
    expect(objects.map(({ bucket, key }) => `${bucket} ${readable(key)}`).sort()).toEqual([
      "american unsigned/ID/HASH.zip",
      "packages other/ID/HASH.zip",
      "packages unsigned/ID/HASH.zip",
    ]);
    expect(new Set(objects.map(({ key }) => new RegExp(ID).exec(key)![0])).size).toBe(3);
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

  test.each<[string, Partial<SigningSourceAssetOptions>]>([
    ["kmsKeyArn", { kmsKeyArn: KEY_ARN }],
    ["tags", { tags: { team: "payments" } }],
  ])("is refused in one bucket and under one prefix with another %s", (name, options) => {
    expect(() =>
      Template.of((stack) => {
        jobFrom(stack, {}, {}, "first");
        jobFrom(stack, options, {}, "second");
      }),
    ).toThrow(refusalOf(name));
  });

  test("is refused in one bucket and under one prefix with another provider, which may mean another bucket", () => {
    expect(() =>
      Template.of((stack) => {
        jobFrom(stack, {}, {}, "first");
        jobFrom(stack, { provider: aliasedProvider(stack, "us") }, {}, "second");
      }),
    ).toThrow(refusalOf("provider"));
  });

  test("is refused in buckets of two stacks that have the same name in their stacks", () => {
    expect(() =>
      Template.of((stack) => {
        for (const id of ["one", "two"]) {
          const other = new TerraformStack(App.of(stack), id);
          new AwsProvider(other, "aws", { region: "eu-west-1" });
          jobFrom(stack, { bucket: new S3Bucket(other, "bucket").bucket }, {}, id === "one" ? "first" : "second");
        }
      }),
    ).toThrow(refusalOf("bucket"));
  });

  function refusalOf(name: string): RegExp {
    const remedy = `give both the same "${name}", or one of them another "keyPrefix"`;
    return new RegExp(
      String.raw`^\[stack/second\] the same content is already stored under the same "keyPrefix" with another "${name}" \(.*\): ${remedy}$`,
    );
  }

  test("does not pile up beside the configuration, synthesis after synthesis", () => {
    Template.of((stack) => {
      firmwareJob(stack, join(folderOf({ "old.zip": "old" }), "old.zip"));
      const old = join(stackFolder(stack), "assets/aws-signer", `${sha256(Buffer.from("old"))}.zip`);
      expect(existsSync(old)).toBe(true);

      const again = new TerraformStack(new App({ outdir: App.of(stack).outdir }), "stack");
      firmwareJob(again, join(folderOf({ "new.zip": "new" }), "new.zip"));
      firmwareJob(again, join(folderOf({ "newer.zip": "newer" }), "newer.zip"), "second");
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
      '"keyPrefix" must be a prefix without "/" at its beginning, without "//", and without "." or ".." between slashes: ' +
        '"aws_s3_object" stores any other under another key, received "/a/"',
    ],
    [
      "with a prefix that the AWS provider would change in its middle",
      { keyPrefix: "a\n//" },
      '"aws_s3_object" stores',
    ],
    ["with a prefix that the AWS provider would shorten", { keyPrefix: "./" }, '"aws_s3_object" stores'],
    [
      "with more tags than an object can have",
      { tags: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`tag${index}`, "x"])) },
      '"tags" must be 10 tags at most, which is what an object can have, received',
    ],
    [
      "with a prefix that leaves no room for the name",
      { keyPrefix: "ä".repeat(474) },
      '"keyPrefix" must be 0 to 947 bytes long in UTF-8, received "ää',
    ],
    [
      "with an ignore mode and nothing to ignore",
      { ignoreMode: IgnoreMode.GIT },
      '"ignoreMode" has no effect without "exclude"',
    ],
    ["with an empty pattern", { exclude: [""] }, '"exclude[0]" must be a non-empty string, received ""'],
    [
      "with an unknown way to read patterns",
      { exclude: ["a"], ignoreMode: "regex" as IgnoreMode },
      '"ignoreMode" must be one of "glob", "git", "docker", received "regex"',
    ],
    [
      "with an unknown way with links",
      { followSymlinks: "sometimes" as SymlinkFollowMode },
      '"followSymlinks" must be one of "never", "always", "external", "internal-only", received "sometimes"',
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

  test("with a pattern that is known only later", () => {
    expect(() => Template.of((stack) => jobFrom(stack, { exclude: [token(stack).text] }))).toThrow(
      '"exclude[0]" must be known when the stack is synthesized, because folders are archived then',
    );
  });

  test("with a path that is known only later", () => {
    expect(() => Template.of((stack) => jobFrom(stack, { path: token(stack).text }))).toThrow(
      '"path" must be a path on this machine that is known when the stack is synthesized',
    );
  });

  test("not before a job takes it, so that what is not used need not be built", () => {
    expect(() => SigningSource.fromAsset("/no/such/folder", { bucket: "packages" })).not.toThrow();
  });
});

describe("a folder for AWS Lambda", () => {
  test("is refused with its largest files when it is larger than a function can be", () => {
    const path = folderOf({ "index.mjs": "1", "models/large.bin": "", "models/small.bin": "" });
    truncateSync(join(path, "models/large.bin"), 200 * 1024 * 1024);
    truncateSync(join(path, "models/small.bin"), 50 * 1024 * 1024);
    expect(() => templateOf({ path })).toThrow(
      `received ${JSON.stringify(path)}: its files have 250.0 MB, and AWS Lambda takes 250.0 MB at most, unpacked. The largest are ` +
        '"models/large.bin" (200.0 MB), "models/small.bin" (50.0 MB), "index.mjs" (0.0 MB). ' +
        'Leave out what the function does not need with "exclude"',
    );
    expect(templateOf({ path, exclude: ["models"] }).resource(OBJECT).key).toMatch(ZIP_KEY);
  });

  test("may be a zip, but not one that is larger than a function can be, has no files, or is none", () => {
    const zip = (files: Zippable): string => {
      const path = join(folderOf({}), "code.zip");
      writeFileSync(path, zipSync(files, { level: 1 }));
      return path;
    };
    expect(templateOf({ path: zip({ "index.mjs": Buffer.from("1") }) }).resource(OBJECT).key).toMatch(ZIP_KEY);
    expect(() => templateOf({ path: zip({ "a.bin": Buffer.alloc(250 * 1024 * 1024 + 1) }) })).toThrow(
      '"a.bin" (250.0 MB)',
    );
    expect(() => templateOf({ path: zip({ "lib/": Buffer.alloc(0) }) })).toThrow("there are no files in the archive");
    expect(() => templateOf({ path: join(folderOf({ "index.mjs": "1" }), "index.mjs") })).toThrow(
      "the file is no zip archive, and AWS Signer signs nothing else for AWS Lambda. Name the folder that the file is in, or a zip",
    );
  });

  test("is stored without what is excluded, and with links as it was told", () => {
    const path = folderOf({ ...CODE, ".git/HEAD": "x", "README.md": "x" });
    const [plain, excluded] = [CODE, undefined].map((files) =>
      keyOf(files ? { path: folderOf(files) } : { path, exclude: ["/.git", "*.md"], ignoreMode: IgnoreMode.GIT }),
    );
    expect(excluded).toBe(plain);
    symlinkSync("/opt/nodejs", join(path, "layer"));
    expect(() => templateOf({ path })).toThrow("SymlinkFollowMode.EXTERNAL");
    const { warnings } = templateOf({ path, exclude: [".git"], followSymlinks: SymlinkFollowMode.NEVER });
    expect(warnings).toEqual([
      `${JSON.stringify(path)} has symbolic links that lead out of it and are archived as links, as "followSymlinks" says: ` +
        '"layer" to "/opt/nodejs". Their targets must exist where the archive is unpacked',
    ]);
  });

  test("is named in a warning when it has files that are seldom meant to be signed", () => {
    const path = folderOf({ ...CODE, ".git/HEAD": "x", ".git/config": "x", "lib/.DS_Store": "x", ".gitignore": "x" });
    expect(templateOf({ path }).warnings).toEqual([
      `${JSON.stringify(path)} contains files that are rarely meant to be signed: ".git", "lib/.DS_Store". To leave them out, use "exclude"`,
    ]);
    expect(templateOf({ path, exclude: [".git", ".DS_Store"] }).warnings).toEqual([]);
  });

  test("is read and archived once, however many jobs and stacks sign it", () => {
    const path = folderOf(CODE);
    Template.of((stack) => {
      const other = new TerraformStack(App.of(stack), "other");
      new AwsProvider(other, "aws", { region: "eu-west-1" });
      for (const [index, scope] of [stack, stack, other].entries()) {
        jobFrom(scope, { path }, {}, `job-${index}`);
        writeFileSync(join(path, "written-meanwhile"), String(index));
      }
      const files = [stack, other].map((each) => readdirSync(join(stackFolder(each), "assets/aws-signer")));
      expect(files[0]).toHaveLength(1);
      expect(files[1]).toEqual(files[0]);
    });
  });
});

describe("a note", () => {
  test("says of an asset that takes more than a few seconds how synthesis gets faster", () => {
    expect(noteOfTime("dist", 4)).toBeUndefined();
    expect(noteOfTime("dist", 12.3)).toBe(
      '"dist" took 12 s to be archived, which every synthesis does. Leave out what is not needed with "exclude", or give a ' +
        "zip that is already built",
    );
  });
});

describe("an object that Terraform stores as the source of a signing job", () => {
  function templateWith(key: string): Template {
    return Template.of((stack) => {
      const object = new S3Object(stack, "object", { bucket: "packages", key });
      signingJob(stack, { source: SigningSource.fromObject(object) });
    });
  }

  test.each(["/a.zip", "a//b.zip", "trailing/", "./a.zip", "a/./b.zip", "a/../b.zip", "a/.."])(
    "is refused under the key %s, which the AWS provider would change",
    (key) => {
      expect(() => templateWith(key)).toThrow(
        '[stack/job] "source.key" must be a key without "/" at its beginning or end, without "//", and without "." or ".." ' +
          `between slashes: "aws_s3_object" stores any other under another key, received "${key}"`,
      );
    },
  );

  test.each(["a.zip", "a/.b/c..zip", "a./..b", '${replace(local.path, "//", "/")}'])("has the key %s", (key) => {
    expect(templateWith(key).resource(OBJECT).key).toBe(key);
  });
});

test.each(["/a.zip", "a//b.zip", "trailing/", "./a.zip"])(
  "an object that is in a bucket already may have the key %s, because nobody changes it",
  (key) => {
    const source = SigningSource.fromBucket("packages", key, "version-1");
    const template = Template.of((stack) => signingJob(stack, { source }));
    expect(template.resource(DATA, "job_Request").triggers_replace.source.key).toBe(key);
  },
);

test("the libraries for zips and patterns are not loaded by those who do not need them", () => {
  const index = resolve(__dirname, "../../src/index.ts");
  const libraries = ["fflate", "minimatch", "ignore", "@balena/dockerignore"].map((name) => require.resolve(name));
  const program = `require(${JSON.stringify(index)}); console.log(Object.keys(require.cache).join())`;
  const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", program], {
    encoding: "utf8",
  });
  const loaded = output.trim().split(",");
  expect(loaded).toContain(index);
  expect(loaded.filter((path) => libraries.includes(path))).toEqual([]);
});
