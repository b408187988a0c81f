import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GetFunctionCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformOutput, TerraformStack } from "cdktf";
import { describeAnywhere, payloadOf } from "./anywhere";
import { PlacedDeployment } from "./deployment";
import { SignedFunction } from "./signed-function";
import { SignedLambdaPackage } from "../../src";
import { errorOf, moduleZip } from "../sandbox/test-account";

const FUNCTION = "signed-function";

describeAnywhere("a Lambda function from a folder of code that is signed on the way", (place) => {
  const { lambda, s3 } = place.clients;
  const FunctionName = place.nameOf(FUNCTION);
  const deployment = new PlacedDeployment(place);
  const { terraform } = deployment;
  const code = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-code-"));

  afterAll(async () => {
    rmSync(code, { recursive: true, force: true });
    await deployment.cleanUp();
  });

  test("reports what to do if the bucket does not keep versions", async () => {
    writeCode("first");
    await deployment.declare((stack) => signedFunction(stack, { isVersioned: false }));
    const output = (await terraform.failingApply()).replace(/\s*\n\s*│?\s*/g, " ");

    expect(output).toMatch(
      /The bucket \S*packages-\S+ did not keep versions when unsigned\/[0-9a-f]{8}\/\S+\.zip was stored/,
    );
    expect(output).toContain('name its resource in "dependsOn"');
    expect(await place.startedJobs()).toEqual([]);
  });

  test("is deployed after that is done, and accepts signed code", async () => {
    const [object] = await storedObjects();
    await s3.send(new DeleteObjectCommand({ Bucket: await bucketName(), Key: object.Key }));
    await deployment.declare((stack) => signedFunction(stack));
    await terraform.apply();

    expect(await payloadOf(FUNCTION, place)).toBe("first");
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration?.SigningProfileVersionArn).toBe((await terraform.outputs()).signedBy);
    expect(await place.startedJobs()).toHaveLength(1);
  });

  test("is unchanged by a second machine, and after somebody overwrites the stored code", async () => {
    const copy = `${code}-copy`;
    try {
      cpSync(code, copy, { recursive: true, verbatimSymlinks: true });
      writeFileSync(join(copy, ".git/HEAD"), "ref: another branch\n");
      utimesSync(join(copy, "index.mjs"), 1, 1);
      const [{ key }] = await place.startedJobs();
      const Body = moduleZip("export const handler = () => 'evil';");
      await s3.send(new PutObjectCommand({ Bucket: await bucketName(), Key: key, Body }));
      await deployment.declare((stack) => signedFunction(stack, { path: copy }));

      const plan = await terraform.plan();
      expect(plan.isEmpty ? "" : plan.output).toBe("");
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  test("is updated after a change of the code, which is signed once more", async () => {
    writeCode("second");
    await deployment.declare((stack) => signedFunction(stack));
    await terraform.apply();

    expect(await payloadOf(FUNCTION, place)).toBe("second");
    const jobs = await place.startedJobs();
    expect(jobs).toHaveLength(2);
    const unsigned = (await storedObjects()).map((object) => object.Key).filter((key) => key?.startsWith("unsigned/"));
    expect(unsigned).toEqual([jobs[1].key]);
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("refuses unsigned code", async () => {
    const ZipFile = moduleZip("export const handler = () => 'unsigned';");
    const error = await errorOf(lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile })));
    expect(error.name).toBe("CodeVerificationFailedException");
    expect(await payloadOf(FUNCTION, place)).toBe("second");
  });

  test("is destroyed with everything that was created for it", async () => {
    await terraform.destroy();
    expect(await terraform.stateList()).toEqual([]);
  });

  /** The layout of a pnpm project: packages are links, and find each other by links. */
  function writeCode(answer: string): void {
    const files = {
      "index.mjs": 'import { answer } from "greeting";\nexport const handler = async () => answer;\n',
      "node_modules/.pnpm/greeting@1.0.0/node_modules/greeting/package.json": '{ "main": "index.js" }',
      "node_modules/.pnpm/greeting@1.0.0/node_modules/greeting/index.js": 'exports.answer = require("words");\n',
      "node_modules/.pnpm/words@1.0.0/node_modules/words/index.js": `module.exports = ${JSON.stringify(answer)};\n`,
      ".git/HEAD": `ref: ${Math.random()}\n`,
    };
    const links = {
      "node_modules/greeting": ".pnpm/greeting@1.0.0/node_modules/greeting",
      "node_modules/.pnpm/greeting@1.0.0/node_modules/words": "../../words@1.0.0/node_modules/words",
    };
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(code, name)), { recursive: true });
      writeFileSync(join(code, name), content);
    }
    for (const [name, target] of Object.entries(links)) {
      rmSync(join(code, name), { force: true });
      symlinkSync(target, join(code, name));
    }
  }

  function signedFunction(stack: TerraformStack, { isVersioned = true, path = code } = {}): void {
    const bucket = new S3Bucket(stack, "packages", { bucketPrefix: "packages-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(stack, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: isVersioned ? "Enabled" : "Disabled" },
    });
    const signed = new SignedLambdaPackage(stack, "code", {
      path,
      exclude: [".git"],
      bucket: bucket.bucket,
      dependsOn: [versioning],
    });
    const signedCode = { bucketName: signed.s3Bucket, key: signed.s3Key };
    new SignedFunction(stack, FUNCTION, signedCode, signed.codeSigningConfigArn);
    new TerraformOutput(stack, "bucketName", { value: bucket.bucket, staticId: true });
    new TerraformOutput(stack, "signedBy", { value: signed.profile.signingProfileVersionArn, staticId: true });
  }

  async function bucketName(): Promise<string> {
    return (await terraform.outputs()).bucketName as string;
  }

  async function storedObjects(): Promise<{ Key?: string }[]> {
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: await bucketName() }));
    return Versions ?? [];
  }
});
