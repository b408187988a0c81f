import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { describeWithTerraform } from "./terraform-under-test";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { DEFAULT_REGION, sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { Terraform } from "../../sandbox/terraform/terraform";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";
import { TestAccount } from "../sandbox/test-account";

/** How a user changes the program between two applies. */
interface Program {
  readonly stackName?: string;
  readonly alias?: string;
}

describeWithTerraform("folders that are stored for signing", (sandbox) => {
  const account = new TestAccount(sandbox);
  const code = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-code-"));
  const folders = [code];
  const deployments: Terraform[] = [];
  const dev = newDeployment();
  const prod = newDeployment();
  const prodKeys: string[] = [];
  let bucket = "";

  beforeAll(async () => {
    bucket = await account.createBucket();
    writeCode("first");
  });

  afterAll(async () => {
    for (const terraform of deployments) await terraform.run(["destroy", "-auto-approve", "-input=false", "-no-color"]);
    folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
    account.destroy();
  });

  test("are stored separately by each deployment of one program, in one bucket and with more default tags than an object can have", async () => {
    await dev.declare().apply();
    const keysOfDev = await storedKeys();
    await prod.declare().apply();

    const [keyOfProd, ...others] = (await storedKeys()).filter((key) => !keysOfDev.includes(key));
    expect([keysOfDev.length, others.length]).toEqual([1, 0]);
    expect(keyOfProd).toMatch(/^[0-9a-f]{8}\/[0-9a-f]{64}\.zip$/);
    expect(await startedJobs()).toBe(2);
    prodKeys.push(keyOfProd);
  });

  test("remain when another deployment of the program is destroyed, and nothing is stored or signed again", async () => {
    await dev.terraform().destroy();

    expect(await storedKeys()).toEqual(prodKeys);
    const plan = await prod.terraform().plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("are neither stored nor signed again when their stack is renamed and its state is kept", async () => {
    const plan = await prod.declare({ stackName: "renamed" }).plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("change the object and the job when a file changes, and no IAM policy", async () => {
    writeCode("second");
    const { output } = await prod.declare({ stackName: "renamed" }).plan();

    expect(changedTypes(output)).toEqual(["aws_lambda_invocation", "aws_s3_object", "terraform_data"]);
    await prod.terraform().apply();
    expect(await storedKeys()).toHaveLength(1);
    expect(await startedJobs()).toBe(3);
  });

  test("are neither stored nor signed again when their AWS provider gets an alias", async () => {
    const stored = await storedKeys();
    const { output } = await prod.declare({ stackName: "renamed", alias: "main" }).plan();
    expect(changedTypes(output)).not.toContain("aws_s3_object");
    await prod.terraform().apply();

    expect(await storedKeys()).toEqual(stored);
    expect(await startedJobs()).toBe(3);
    const plan = await prod.terraform().plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  function writeCode(text: string): void {
    writeFileSync(join(code, "index.mjs"), `export const handler = async () => ${JSON.stringify(text)};\n`);
  }

  /** A deployment of the program with its own state, like a workspace. */
  function newDeployment() {
    const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-test-"));
    folders.push(folder);
    const environment = { ...sandboxEnvironment(sandbox.url, account.id), ...terraformCliEnvironment(folder) };
    let terraform: Terraform | undefined;
    return {
      terraform: () => terraform!,
      declare: (program: Program = {}) => {
        const { stackName = "release" } = program;
        const app = new App({ outdir: join(folder, "cdktf.out") });
        const stack = new TerraformStack(app, stackName);
        new LocalBackend(stack, { path: join(folder, "state.tfstate") });
        signedFolder(stack, program);
        app.synth();
        terraform = new Terraform(join(folder, "cdktf.out", "stacks", stackName), environment);
        return ready(terraform);
      },
    };
  }

  /** Terraform, whose next command initializes first. */
  function ready(terraform: Terraform) {
    if (!deployments.includes(terraform)) deployments.push(terraform);
    return {
      apply: async () => {
        await terraform.init();
        return terraform.apply();
      },
      plan: async () => {
        await terraform.init();
        return terraform.plan();
      },
    };
  }

  function signedFolder(stack: TerraformStack, { alias }: Program): void {
    const tags = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`tag-${index}`, "default"]));
    const provider = new AwsProvider(stack, "aws", { region: DEFAULT_REGION, alias, defaultTags: [{ tags }] });
    const job = new SigningJob(stack, "sign", {
      profile: new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, provider }),
      source: SigningSource.fromAsset(code, { bucket, keyPrefix: "" }),
      destination: SigningDestination.toBucket(bucket, "signed/"),
      provider,
    });
    new TerraformOutput(stack, "signedKey", { value: job.signedObject.key, staticId: true });
  }

  async function storedKeys(): Promise<string[]> {
    const { Versions = [] } = await account.root.s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    return Versions.map(({ Key = "" }) => Key).filter((key) => !key.startsWith("signed/"));
  }

  /** Number of jobs at AWS Signer. A repeated token starts none. */
  async function startedJobs(): Promise<number> {
    const calls = await sandbox.calls({ operation: "StartSigningJob", accountId: account.id });
    const started = calls.filter(({ status }) => status === 200);
    return new Set(started.map(({ clientRequestToken }) => clientRequestToken)).size;
  }

  /** Types of the resources that a plan changes. */
  function changedTypes(plan: string): string[] {
    const types = [...plan.matchAll(/^ {2}# (\w+)\.\S+ (?:will|must) be/gm)].map(([, type]) => type);
    return [...new Set(types)].sort();
  }
});
