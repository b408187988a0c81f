import {
  CreateCodeSigningConfigCommand,
  CreateFunctionCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  DeleteFunctionCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  ListCodeSigningConfigsCommand,
  ListFunctionsByCodeSigningConfigCommand,
  ListTagsCommand,
  PutFunctionCodeSigningConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateCodeSigningConfigCommand,
  UpdateFunctionCodeCommand,
  type CodeSigningPolicy,
} from "@aws-sdk/client-lambda";
import { RevokeSignatureCommand } from "@aws-sdk/client-signer";
import { unzipSync, zipSync } from "fflate";
import { describeWithSandbox } from "../../sandbox-under-test";
import { errorOf, moduleZip, TestAccount } from "../test-account";
import { signWith, type SignedCode } from "./signed-code";

const CODE = moduleZip(`export const handler = async () => "signed";`);

describeWithSandbox("a function with a code signing config", (sandbox) => {
  let account: TestAccount;
  let profileVersionArn: string;
  let quickJobs: string;
  beforeEach(async () => {
    account = new TestAccount(sandbox);
    quickJobs = await sandbox.addFault({
      match: { accountId: account.id },
      effect: { type: "jobDuration", seconds: 0.1 },
    });
    profileVersionArn = await account.createProfile("publisher");
  });
  afterEach(async () => {
    account.destroy();
    await sandbox.removeFault(quickJobs);
  });

  async function createConfig(policy: CodeSigningPolicy, publisher = profileVersionArn): Promise<string> {
    const { CodeSigningConfig } = await account.root.lambda.send(
      new CreateCodeSigningConfigCommand({
        AllowedPublishers: { SigningProfileVersionArns: [publisher] },
        CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
      }),
    );
    return CodeSigningConfig?.CodeSigningConfigArn ?? "";
  }

  async function sign(profileName = "publisher"): Promise<SignedCode> {
    return signWith(account, profileName, CODE);
  }

  test("is deployed from code that an allowed publisher signed, and reports who signed it", async () => {
    const CodeSigningConfigArn = await createConfig("Enforce");
    const { zip, jobId } = await sign();
    await account.createFunction("signed", { CodeSigningConfigArn, Code: { ZipFile: zip } });
    const { Configuration } = await account.root.lambda.send(new GetFunctionCommand({ FunctionName: "signed" }));
    expect(Configuration).toMatchObject({
      SigningProfileVersionArn: profileVersionArn,
      SigningJobArn: `arn:aws:signer:us-east-1:${account.id}:/signing-jobs/${jobId}`,
    });
    expect((await account.invoke("signed")).payload).toBe("signed");
  });

  test("is deployed from the signed object in S3", async () => {
    const CodeSigningConfigArn = await createConfig("Enforce");
    const { bucket, key } = await sign();
    await account.createFunction("signed", { CodeSigningConfigArn, Code: { S3Bucket: bucket, S3Key: key } });
    expect((await account.invoke("signed")).payload).toBe("signed");
  });

  test("is not deployed from S3 by a caller that cannot read the object", async () => {
    const CodeSigningConfigArn = await createConfig("Enforce");
    const { bucket, key } = await sign();
    const Role = await account.createRole("role", []);
    const deployer = await account.assume(
      await account.createRole("deployer", [{ Effect: "Allow", Action: ["lambda:*", "iam:PassRole"], Resource: "*" }]),
    );
    const create = {
      FunctionName: "unread",
      Runtime: "nodejs22.x" as const,
      Handler: "index.handler",
      Role,
      CodeSigningConfigArn,
    };
    const call = deployer.lambda.send(new CreateFunctionCommand({ ...create, Code: { S3Bucket: bucket, S3Key: key } }));
    const error = await errorOf(call);
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toMatch(/denied by S3.*GetObject for .*\/signed\/.*\.zip/);
  });

  test.each(["CreateFunction", "UpdateFunctionCode"])(
    "refuses unsigned code in %s if it enforces",
    async (operation) => {
      const CodeSigningConfigArn = await createConfig("Enforce");
      if (operation === "UpdateFunctionCode") {
        await account.createFunction("strict", { CodeSigningConfigArn, Code: { ZipFile: (await sign()).zip } });
      }
      const deploy =
        operation === "CreateFunction"
          ? account.createFunction("strict", { CodeSigningConfigArn, Code: { ZipFile: CODE } })
          : account.root.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "strict", ZipFile: CODE }));
      const error = await errorOf(deploy);
      expect(error).toMatchObject({ name: "CodeVerificationFailedException", $metadata: { httpStatusCode: 400 } });
      expect(error.message).toMatch(
        /^Lambda cannot deploy the function\. .* for strict\. \(the archive has no code signature; /,
      );
    },
  );

  test("accepts unsigned code if it only warns, and names no signer", async () => {
    await account.createFunction("lax", { CodeSigningConfigArn: await createConfig("Warn"), Code: { ZipFile: CODE } });
    const { Configuration } = await account.root.lambda.send(new GetFunctionCommand({ FunctionName: "lax" }));
    expect(Configuration?.SigningJobArn).toBeUndefined();
    expect((await account.invoke("lax")).payload).toBe("signed");
  });

  test.each(["Warn", "Enforce"] as const)(
    "refuses code that was changed after signing, under the policy %s",
    async (policy) => {
      const CodeSigningConfigArn = await createConfig(policy);
      const { zip } = await sign();
      const changed = zipSync({ ...unzipSync(zip), "index.mjs": Buffer.from("export const handler = () => 'evil';") });
      const error = await errorOf(
        account.createFunction("changed", { CodeSigningConfigArn, Code: { ZipFile: changed } }),
      );
      expect(error.name).toBe("InvalidCodeSignatureException");
      expect(error.message).toMatch(/failed the integrity check/);
    },
  );

  test("refuses code of a publisher that is not allowed", async () => {
    const other = await account.createProfile("stranger");
    const { zip } = await sign("stranger");
    const CodeSigningConfigArn = await createConfig("Enforce");
    const error = await errorOf(account.createFunction("foreign", { CodeSigningConfigArn, Code: { ZipFile: zip } }));
    expect(error.name).toBe("CodeVerificationFailedException");
    expect(error.message).toContain(`it is signed by ${other}, which is not among the allowed publishers`);
  });

  test("refuses code whose signature was revoked", async () => {
    const CodeSigningConfigArn = await createConfig("Enforce");
    const { zip, jobId } = await sign();
    await account.root.signer.send(new RevokeSignatureCommand({ jobId, reason: "stolen" }));
    const error = await errorOf(account.createFunction("revoked", { CodeSigningConfigArn, Code: { ZipFile: zip } }));
    expect(error.name).toBe("CodeVerificationFailedException");
    expect(error.message).toMatch(/its signature by .* has been revoked/);
  });

  test("is checked by a config that is attached later, from the next deployment on", async () => {
    await account.createFunction("later", { Code: { ZipFile: CODE } });
    const CodeSigningConfigArn = await createConfig("Enforce");
    const FunctionName = "later";
    const { lambda } = account.root;
    await lambda.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn }));
    const attached = await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
    expect(attached).toMatchObject({ CodeSigningConfigArn, FunctionName });
    const update = new UpdateFunctionCodeCommand({ FunctionName, ZipFile: CODE });
    expect(await errorOf(lambda.send(update))).toMatchObject({ name: "CodeVerificationFailedException" });
    await lambda.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
    expect((await lambda.send(update)).FunctionName).toBe(FunctionName);
  });

  test("prevents the deletion of its config until the function is deleted", async () => {
    const CodeSigningConfigArn = await createConfig("Warn");
    await account.createFunction("user", { CodeSigningConfigArn });
    const { lambda } = account.root;
    const users = await lambda.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn }));
    expect(users.FunctionArns).toEqual([`arn:aws:lambda:us-east-1:${account.id}:function:user`]);
    const remove = new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn });
    expect(await errorOf(lambda.send(remove))).toMatchObject({ name: "ResourceConflictException" });
    await lambda.send(new DeleteFunctionCommand({ FunctionName: "user" }));
    await lambda.send(remove);
    const get = new GetCodeSigningConfigCommand({ CodeSigningConfigArn });
    expect(await errorOf(lambda.send(get))).toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("is not created with a config that does not exist", async () => {
    const CodeSigningConfigArn = `arn:aws:lambda:us-east-1:${account.id}:code-signing-config:csc-0123456789abcdef0`;
    const error = await errorOf(account.createFunction("none", { CodeSigningConfigArn }));
    expect(error).toMatchObject({ name: "CodeSigningConfigNotFoundException" });
    const get = new GetFunctionCommand({ FunctionName: "none" });
    expect(await errorOf(account.root.lambda.send(get))).toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describeWithSandbox("a code signing config", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  test("is created, changed, listed and tagged", async () => {
    const { lambda } = account.root;
    const AllowedPublishers = { SigningProfileVersionArns: [await account.createProfile("publisher")] };
    const created = await lambda.send(
      new CreateCodeSigningConfigCommand({ AllowedPublishers, Tags: { team: "blue" } }),
    );
    const { CodeSigningConfigArn = "", ...config } = created.CodeSigningConfig ?? {};
    expect(config).toMatchObject({ AllowedPublishers, CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Warn" } });
    const update = {
      CodeSigningConfigArn,
      Description: "mine",
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Enforce" as const },
    };
    const updated = await lambda.send(new UpdateCodeSigningConfigCommand(update));
    expect(updated.CodeSigningConfig).toMatchObject({ ...update, AllowedPublishers });
    expect((await lambda.send(new ListCodeSigningConfigsCommand({}))).CodeSigningConfigs).toEqual([
      updated.CodeSigningConfig,
    ]);
    await lambda.send(new TagResourceCommand({ Resource: CodeSigningConfigArn, Tags: { stage: "test" } }));
    await lambda.send(new UntagResourceCommand({ Resource: CodeSigningConfigArn, TagKeys: ["team"] }));
    expect((await lambda.send(new ListTagsCommand({ Resource: CodeSigningConfigArn }))).Tags).toEqual({
      stage: "test",
    });
  });

  test("that does not exist is not found, with the error name of each operation", async () => {
    const { lambda } = account.root;
    const CodeSigningConfigArn = `arn:aws:lambda:us-east-1:${account.id}:code-signing-config:csc-0123456789abcdef0`;
    await account.createFunction("function");
    const notFound = { name: "ResourceNotFoundException", Type: "User", $metadata: { httpStatusCode: 404 } };
    for (const call of [
      lambda.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn })),
      lambda.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn })),
      lambda.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn })),
      lambda.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn })),
      lambda.send(new ListTagsCommand({ Resource: CodeSigningConfigArn })),
    ]) {
      expect(await errorOf(call)).toMatchObject(notFound);
    }
    const put = new PutFunctionCodeSigningConfigCommand({ FunctionName: "function", CodeSigningConfigArn });
    expect(await errorOf(lambda.send(put))).toMatchObject({ name: "CodeSigningConfigNotFoundException", Type: "User" });
  });

  test("is listed in pages of the requested size, and so are its functions", async () => {
    const { lambda } = account.root;
    const AllowedPublishers = { SigningProfileVersionArns: [await account.createProfile("publisher")] };
    const arns: (string | undefined)[] = [];
    for (let count = 0; count < 3; count++) {
      const created = await lambda.send(new CreateCodeSigningConfigCommand({ AllowedPublishers }));
      arns.push(created.CodeSigningConfig?.CodeSigningConfigArn);
    }
    const first = await lambda.send(new ListCodeSigningConfigsCommand({ MaxItems: 2 }));
    const second = await lambda.send(new ListCodeSigningConfigsCommand({ MaxItems: 2, Marker: first.NextMarker }));
    const pages = [first, second].map(({ CodeSigningConfigs = [] }) => CodeSigningConfigs);
    expect(pages.map(({ length }) => length)).toEqual([2, 1]);
    expect(pages.flat().map((config) => config.CodeSigningConfigArn)).toEqual(arns);
    expect(second.NextMarker).toBeUndefined();
    const CodeSigningConfigArn = arns[0];
    for (const name of ["one", "two"]) await account.createFunction(name, { CodeSigningConfigArn });
    const users = await lambda.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn, MaxItems: 1 }));
    expect(users.FunctionArns).toHaveLength(1);
    expect(users.NextMarker).toBeDefined();
  });

  test("is refused to other accounts, and to roles whose policy does not allow it", async () => {
    const AllowedPublishers = { SigningProfileVersionArns: [await account.createProfile("publisher")] };
    const created = await account.root.lambda.send(new CreateCodeSigningConfigCommand({ AllowedPublishers }));
    const get = new GetCodeSigningConfigCommand({
      CodeSigningConfigArn: created.CodeSigningConfig?.CodeSigningConfigArn,
    });
    const other = new TestAccount(sandbox);
    expect(await errorOf(other.root.lambda.send(get))).toMatchObject({ name: "AccessDeniedException" });
    const nobody = await account.assume(await account.createRole("nobody", []));
    expect(await errorOf(nobody.lambda.send(get))).toMatchObject({ name: "AccessDeniedException", Type: "User" });
    other.destroy();
  });

  test.each([
    ["no publisher", []],
    ["something that is no profile version", ["arn:aws:signer:us-east-1:111111111111:/signing-profiles/name"]],
  ])("is refused for %s", async (_, SigningProfileVersionArns) => {
    const create = new CreateCodeSigningConfigCommand({ AllowedPublishers: { SigningProfileVersionArns } });
    expect(await errorOf(account.root.lambda.send(create))).toMatchObject({ name: "InvalidParameterValueException" });
  });
});
