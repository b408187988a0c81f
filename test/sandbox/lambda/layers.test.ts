import {
  CreateCodeSigningConfigCommand,
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { describeWithSandbox } from "../../sandbox-under-test";
import { errorOf, moduleZip, TestAccount } from "../test-account";
import { signWith } from "./signed-code";

const CODE = moduleZip(`
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
export const handler = async () => ({ greeting: require("greeting"), tool: process.env.PATH.split(":").at(-1) });
`);

function layerZip(greeting: string): Buffer {
  return Buffer.from(
    zipSync({
      "nodejs/node_modules/greeting/index.js": strToU8(`module.exports = ${JSON.stringify(greeting)};`),
      [`only-${greeting}`]: strToU8("x"),
    }),
  );
}

describeWithSandbox("a layer", (sandbox) => {
  let account: TestAccount;
  let quickJobs: string;
  beforeEach(async () => {
    account = new TestAccount(sandbox);
    const match = { accountId: account.id };
    quickJobs = await sandbox.addFault({ match, effect: { type: "jobDuration", seconds: 0.1 } });
  });
  afterEach(async () => {
    account.destroy();
    await sandbox.removeFault(quickJobs);
  });

  async function publish(LayerName: string, ZipFile: Uint8Array): Promise<string> {
    const { LayerVersionArn = "" } = await account.root.lambda.send(
      new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } }),
    );
    return LayerVersionArn;
  }

  async function enforcingConfig(publisher: string): Promise<string> {
    const { CodeSigningConfig } = await account.root.lambda.send(
      new CreateCodeSigningConfigCommand({
        AllowedPublishers: { SigningProfileVersionArns: [publisher] },
        CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Enforce" },
      }),
    );
    return CodeSigningConfig?.CodeSigningConfigArn ?? "";
  }

  test("provides modules and programs to its function, and a later one overrides an earlier one", async () => {
    const Layers = [await publish("first", layerZip("hello")), await publish("second", layerZip("good day"))];
    await account.createFunction("greets", { Code: { ZipFile: CODE }, Layers });
    const { payload } = await account.invoke("greets");
    expect(payload.greeting).toBe("good day");
    expect(payload.tool).toMatch(/\/bin$/);
    await account.root.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: "greets", Layers: Layers.slice(0, 1) }),
    );
    await account.untilActive("greets");
    expect((await account.invoke("greets")).payload.greeting).toBe("hello");
  });

  test("that is not signed is refused for a function with an enforcing config, at creation and at an update", async () => {
    const CodeSigningConfigArn = await enforcingConfig(await account.createProfile("publisher"));
    const { zip } = await signWith(account, "publisher", CODE);
    const unsigned = await publish("unsigned", layerZip("hello"));
    const Code = { ZipFile: zip };
    const created = account.createFunction("none", { CodeSigningConfigArn, Code, Layers: [unsigned] });
    const error = await errorOf(created);
    expect(error.name).toBe("CodeVerificationFailedException");
    expect(error.message).toContain(`Check the provided signature for ${unsigned}`);
    await account.createFunction("later", { CodeSigningConfigArn, Code });
    const update = new UpdateFunctionConfigurationCommand({ FunctionName: "later", Layers: [unsigned] });
    expect(await errorOf(account.root.lambda.send(update))).toMatchObject({ name: "CodeVerificationFailedException" });
  });

  test("that is signed is accepted, and the function's configuration reports who signed it", async () => {
    const SigningProfileVersionArn = await account.createProfile("publisher");
    const CodeSigningConfigArn = await enforcingConfig(SigningProfileVersionArn);
    const code = await signWith(account, "publisher", CODE);
    const layer = await signWith(account, "publisher", layerZip("hello"));
    const Arn = await publish("signed", layer.zip);
    const SigningJobArn = `arn:aws:signer:us-east-1:${account.id}:/signing-jobs/${layer.jobId}`;
    await account.createFunction("greets", { CodeSigningConfigArn, Code: { ZipFile: code.zip }, Layers: [Arn] });
    const { Layers } = await account.root.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "greets" }));
    expect(Layers).toMatchObject([{ Arn, SigningProfileVersionArn, SigningJobArn }]);
    const version = await account.root.lambda.send(new GetLayerVersionByArnCommand({ Arn }));
    expect(version.Content).toMatchObject({ SigningProfileVersionArn, SigningJobArn });
    expect((await account.invoke("greets")).payload.greeting).toBe("hello");
  });

  test("is not published from S3 by a caller that cannot read the object", async () => {
    const bucket = await account.createBucket();
    await account.putObject(bucket, "layer.zip", layerZip("hello"));
    const role = await account.createRole("deployer", [{ Effect: "Allow", Action: "lambda:*", Resource: "*" }]);
    const deployer = await account.assume(role);
    const publishing = deployer.lambda.send(
      new PublishLayerVersionCommand({ LayerName: "unread", Content: { S3Bucket: bucket, S3Key: "layer.zip" } }),
    );
    expect(await errorOf(publishing)).toMatchObject({ name: "AccessDeniedException" });
  });

  test("is read and deleted by a caller that may do so with this version", async () => {
    const [first, second] = [await publish("layer", layerZip("one")), await publish("layer", layerZip("two"))];
    const role = await account.createRole("reader", [
      { Effect: "Allow", Action: "lambda:GetLayerVersion", Resource: first },
    ]);
    const { lambda } = await account.assume(role);
    const version = (VersionNumber: number) => ({ LayerName: "layer", VersionNumber });
    expect((await lambda.send(new GetLayerVersionCommand(version(1)))).LayerVersionArn).toBe(first);
    expect((await lambda.send(new GetLayerVersionByArnCommand({ Arn: first }))).Version).toBe(1);
    const denied = {
      "lambda:GetLayerVersion": [
        async () => lambda.send(new GetLayerVersionCommand(version(2))),
        async () => lambda.send(new GetLayerVersionByArnCommand({ Arn: second })),
      ],
      "lambda:DeleteLayerVersion": [async () => lambda.send(new DeleteLayerVersionCommand(version(1)))],
      "lambda:ListLayerVersions": [async () => lambda.send(new ListLayerVersionsCommand({ LayerName: "layer" }))],
      "lambda:ListLayers": [async () => lambda.send(new ListLayersCommand({}))],
    };
    for (const [action, calls] of Object.entries(denied)) {
      for (const call of calls) {
        const error = await errorOf(call());
        expect(error.name).toBe("AccessDeniedException");
        expect(error.message).toContain(`is not authorized to perform: ${action} `);
      }
    }
  });

  test("is listed, read and deleted", async () => {
    const { lambda } = account.root;
    await publish("layer", layerZip("one"));
    const second = await publish("layer", layerZip("two"));
    const layers = await lambda.send(new ListLayersCommand({}));
    expect(layers.Layers?.map(({ LatestMatchingVersion }) => LatestMatchingVersion?.LayerVersionArn)).toEqual([second]);
    await lambda.send(new DeleteLayerVersionCommand({ LayerName: "layer", VersionNumber: 1 }));
    const { LayerVersions } = await lambda.send(new ListLayerVersionsCommand({ LayerName: "layer" }));
    expect(LayerVersions?.map(({ Version }) => Version)).toEqual([2]);
    const gone = lambda.send(new GetLayerVersionCommand({ LayerName: "layer", VersionNumber: 1 }));
    expect(await errorOf(gone)).toMatchObject({ name: "ResourceNotFoundException" });
  });
});
