import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { SignedFunction } from "./signed-function";
import { JobOutput, outputJob } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import { SignedLambdaLayer, SignedLambdaPackage, SigningFunction } from "../../src";
import { TestAccount } from "../sandbox/test-account";
import { freshAccountId } from "../sandbox-under-test";

const FUNCTION = "deployed";

/** The actions in the table of docs/iam.md. */
function documentedActions(): string[] {
  const text = readFileSync(resolve(__dirname, "../../docs/iam.md"), "utf8");
  const [, table = ""] = /### What the deployer needs\n([\s\S]*?)\n## /.exec(text) ?? [];
  return [...table.matchAll(/`([a-z0-9]+:[A-Z]\w+)`/g)].map(([, action]) => action);
}

describeWithTerraform("a role that deploys", (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-code-"));
  const code = join(folder, "code");
  const modules = join(folder, "layer");
  let oldLayer: JobOutput;
  let stackOf: (release: Release) => (stack: TerraformStack) => void;

  beforeAll(async () => {
    const bucket = await account.createBucket();
    const deployer = await account.createRole("deployer", [
      { Effect: "Allow", Action: documentedActions(), Resource: "*" },
    ]);
    const session = await account.sessionOf(deployer);
    stackOf = ({ content, tags, extraRights }) => {
      write(join(code, "index.js"), `exports.handler = async () => ["${content}", require("words")].join();`);
      write(join(modules, "nodejs", "node_modules", "words", "index.js"), `module.exports = "${content} words";`);
      return (stack) => {
        const aws = stack.node.findChild("aws") as AwsProvider;
        aws.accessKey = session.accessKeyId;
        aws.secretKey = session.secretAccessKey;
        aws.token = session.sessionToken;
        aws.defaultTags = [{ tags }];

        const signingFunction = new SigningFunction(stack, "signing");
        for (let number = 0; number < extraRights; number++) {
          const resources = [`arn:aws:s3:::${"long".repeat(10)}/${"key/".repeat(50)}${number}`];
          signingFunction.addToRolePolicy({ actions: ["s3:GetObject"], resources });
        }
        const signed = new SignedLambdaPackage(stack, "code", {
          path: code,
          bucket,
          signingFunction,
          revokeOnDestroy: true,
        });
        signed.profile.grantStartSigningJob("partner", freshAccountId());
        const layer = new SignedLambdaLayer(stack, "words", {
          path: modules,
          bucket,
          signingFunction,
          profile: signed.profile,
          revokeOnDestroy: true,
        });
        const layers = [layer.layerVersionArn];
        new SignedFunction(stack, FUNCTION, signed.job.signedObject, signed.codeSigningConfigArn, layers);
        outputJob(stack, "job", signed.job);
        outputJob(stack, "layer", layer.job);
      };
    };
  });

  afterAll(async () => {
    account.destroy();
    rmSync(folder, { recursive: true, force: true });
    await deployment.cleanUp();
  });

  test("can create everything with the documented actions", async () => {
    expect(documentedActions()).toContain("lambda:InvokeFunction");
    await deployment.declare(stackOf({ content: "first", tags: { stage: "test", team: "a" }, extraRights: 0 }));
    await terraform.apply();
    expect((await account.invoke(FUNCTION)).payload).toBe("first,first words");
    const [{ principalArn }] = await sandbox.calls({ accountId: account.id, operation: "PutSigningProfile" });
    expect(principalArn).toMatch(/:assumed-role\/deployer\//);
  });

  test("can change everything, and a second plan is empty", async () => {
    oldLayer = (await terraform.outputs()).layer as JobOutput;
    await sandbox.clearCalls({ accountId: account.id });
    await deployment.declare(stackOf({ content: "second", tags: { stage: "live" }, extraRights: 60 }));
    await terraform.apply();
    expect((await account.invoke(FUNCTION)).payload).toBe("second,second words");
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("moves a function to the new version of its layer before it deletes the old one and revokes its signature", async () => {
    const ofLayers = ["PublishLayerVersion", "UpdateFunctionConfiguration", "DeleteLayerVersion"];
    const calls = await sandbox.calls({ accountId: account.id });
    const order = calls
      .filter(({ operation = "", jobId }) => ofLayers.includes(operation) || isRevocationOf(oldLayer, operation, jobId))
      .map(({ operation, status }) => `${operation} ${status}`);
    expect(order).toEqual([
      "PublishLayerVersion 201",
      "UpdateFunctionConfiguration 200",
      "DeleteLayerVersion 204",
      "RevokeSignature 200",
    ]);
  });

  test("can destroy everything", async () => {
    await terraform.destroy();
    expect(await terraform.stateList()).toEqual([]);
  });

  function write(path: string, content: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  function isRevocationOf(job: JobOutput, operation: string, jobId: string | undefined): boolean {
    return operation === "RevokeSignature" && jobId === job.jobId;
  }

  interface Release {
    readonly content: string;
    readonly tags: { [key: string]: string };
    /** Number of additional statements of the function. */
    readonly extraRights: number;
  }
});
