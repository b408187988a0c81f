import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { SignedFunction } from "./signed-function";
import { outputJob } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import { SignedLambdaPackage, SigningFunction } from "../../src";
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
  const code = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-code-"));
  let stackOf: (release: Release) => (stack: TerraformStack) => void;

  beforeAll(async () => {
    const bucket = await account.createBucket();
    const deployer = await account.createRole("deployer", [
      { Effect: "Allow", Action: documentedActions(), Resource: "*" },
    ]);
    const session = await account.sessionOf(deployer);
    stackOf = ({ content, tags, extraRights }) => {
      writeFileSync(join(code, "index.mjs"), `export const handler = async () => "${content}";`);
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
        new SignedFunction(stack, FUNCTION, signed.job.signedObject, signed.codeSigningConfigArn);
        outputJob(stack, "job", signed.job);
      };
    };
  });

  afterAll(async () => {
    account.destroy();
    rmSync(code, { recursive: true, force: true });
    await deployment.cleanUp();
  });

  test("can make everything with the actions that are documented", async () => {
    expect(documentedActions()).toContain("lambda:InvokeFunction");
    await deployment.declare(stackOf({ content: "first", tags: { stage: "test", team: "a" }, extraRights: 0 }));
    await terraform.apply();
    expect((await account.invoke(FUNCTION)).payload).toBe("first");
    const [{ principalArn }] = await sandbox.calls({ accountId: account.id, operation: "PutSigningProfile" });
    expect(principalArn).toMatch(/:assumed-role\/deployer\//);
  });

  test("can change everything, and finds nothing left to do", async () => {
    await deployment.declare(stackOf({ content: "second", tags: { stage: "live" }, extraRights: 60 }));
    await terraform.apply();
    expect((await account.invoke(FUNCTION)).payload).toBe("second");
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("can destroy everything", async () => {
    await terraform.destroy();
    expect(await terraform.stateList()).toEqual([]);
  });

  interface Release {
    readonly content: string;
    readonly tags: { [key: string]: string };
    /** How much the function may do beside, in statements. */
    readonly extraRights: number;
  }
});
