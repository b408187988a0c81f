import { CreateCodeSigningConfigCommand } from "@aws-sdk/client-lambda";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { TerraformIterator, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Deployment } from "./deployment";
import { Package, ReleasePipeline } from "./release-pipeline";
import { succeededCalls } from "./succeeded-calls";
import { describeWithTerraform } from "./terraform-under-test";
import {
  CodeSigningConfig,
  ISigningProfile,
  SigningDestination,
  SigningFunction,
  SigningJob,
  SigningProfile,
  SigningSource,
} from "../../src";
import { TestAccount } from "../sandbox/test-account";

/** The packages to sign, by the name of the function that runs them. */
type Packages = Readonly<Record<string, Package>>;

interface Outputs {
  readonly results: ReadonlyArray<{ readonly name: string; readonly jobId: string; readonly isRevoked: string }>;
  readonly web: string;
  readonly alone: string;
}

describeWithTerraform("a list of packages that only Terraform knows", (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;
  let pipeline: ReleasePipeline;
  let uploaded: Packages;
  /** Ids of the jobs, by the names of their packages. */
  let jobs: Readonly<Record<string, string>>;
  let alone: string;

  beforeAll(async () => {
    pipeline = await ReleasePipeline.create(account);
    const names = ["web", "api", "cron", "mail"];
    const packages = await Promise.all(names.map(async (name) => [name, await upload(name, name)]));
    uploaded = Object.fromEntries(packages) as Packages;
  });

  afterAll(async () => {
    account.destroy();
    await deployment.cleanUp();
  });

  test("is signed job by job, and each function runs the result of its own job", async () => {
    await deployment.declare(program({ isAloneAnItem: false }));
    await apply(of("web", "api", "cron"));

    expect(await callsOf("StartSigningJob")).toHaveLength(4);
    expect(Object.keys(jobs).sort()).toEqual(["api", "cron", "web"]);
    expect(new Set(Object.values(jobs)).size).toBe(3);
    for (const name of Object.keys(jobs)) expect((await account.invoke(name)).payload).toBe(name);
    const { web } = (await terraform.outputs()) as unknown as Outputs;
    expect(web).toBe(`s3://${pipeline.bucketName}/signed/web/${jobs.web}.zip`);
    await expectEmptyPlan(of("web", "api", "cron"));
  });

  test("is signed further where a package is added, also while a job becomes an item of another list", async () => {
    const before = { jobs, alone };
    await sandbox.clearCalls({ accountId: account.id });
    await deployment.declare(program({ isAloneAnItem: true }));
    await apply(of("web", "api", "cron", "mail"));

    expect({ jobs, alone }).toEqual({ ...before, jobs: { ...before.jobs, mail: jobs.mail } });
    expect(await callsOf("StartSigningJob", "RevokeSignature", "UpdateFunctionCode")).toEqual([
      `StartSigningJob ${jobs.mail}`,
    ]);
    expect((await account.invoke("mail")).payload).toBe("mail");
    await expectEmptyPlan(of("web", "api", "cron", "mail"));
  });

  test("revokes what leaves the list when its function is gone, and signs and revokes nothing else", async () => {
    const { api, mail, ...kept } = jobs;
    await sandbox.clearCalls({ accountId: account.id });
    await apply(of("web", "cron"));

    expect(jobs).toEqual(kept);
    const calls = await callsOf("StartSigningJob", "RevokeSignature", "UpdateFunctionCode", "DeleteFunction");
    expect(calls.slice(0, 2).sort()).toEqual(["DeleteFunction api", "DeleteFunction mail"]);
    expect(calls.slice(2).sort()).toEqual([`RevokeSignature ${api}`, `RevokeSignature ${mail}`].sort());
    expect((await pipeline.describe(api)).revocationRecord).toMatchObject({ reason: "api is superseded" });
    for (const jobId of Object.values(kept)) {
      expect((await pipeline.describe(jobId)).revocationRecord).toBeUndefined();
    }
    await expectEmptyPlan(of("web", "cron"));
  });

  test("signs only the package again that changes, and revokes its old signature when its function has moved", async () => {
    const { web, cron } = jobs;
    await sandbox.clearCalls({ accountId: account.id });
    const changed = { ...of("cron"), web: await upload("web", "web again") };
    await apply(changed);

    expect(jobs.cron).toBe(cron);
    expect(await callsOf("StartSigningJob", "RevokeSignature", "UpdateFunctionCode")).toEqual([
      `StartSigningJob ${jobs.web}`,
      "UpdateFunctionCode web",
      `RevokeSignature ${web}`,
    ]);
    expect((await account.invoke("web")).payload).toBe("web again");
    await expectEmptyPlan(changed);
  });

  test("names the item that can be forgotten, where a signature is still in use", async () => {
    const { web, cron } = jobs;
    // A function that Terraform does not know, so Terraform cannot update it first.
    const { CodeSigningConfig: config } = await account.root.lambda.send(
      new CreateCodeSigningConfigCommand({
        AllowedPublishers: { SigningProfileVersionArns: [pipeline.profileVersionArn] },
      }),
    );
    await account.createFunction("elsewhere", {
      CodeSigningConfigArn: config?.CodeSigningConfigArn,
      Code: { S3Bucket: pipeline.bucketName, S3Key: `signed/cron/${cron}.zip` },
    });
    await sandbox.clearCalls({ accountId: account.id });
    const output = await terraform.failingApply(...variables({}));

    expect(await callsOf("RevokeSignature")).toEqual([`RevokeSignature ${web}`]);
    const [, printed] = /terraform state rm\s+(\S+)`/.exec(output.replace(/\n[│|]? */g, " ")) ?? [];
    const address = JSON.parse(`"${printed}"`) as string;
    expect(address).toMatch(/^aws_lambda_invocation\.jobs_Revocation_\w+\["cron"\]$/);
    expect(await terraform.stateList()).toContain(address);
    await terraform.run(["state", "rm", address]);
    await terraform.apply(...variables({}));
    expect((await pipeline.describe(cron)).revocationRecord).toBeUndefined();
    expect((await terraform.stateList()).filter((other) => other.includes(".jobs_"))).toEqual([]);
  });

  /** @param isAloneAnItem whether the job that is alone is the only item of a list */
  function program({ isAloneAnItem }: { isAloneAnItem: boolean }): (stack: TerraformStack) => void {
    return (stack) => {
      const type = "map(object({ bucketName = string, key = string, version = string }))";
      const variable = new TerraformVariable(stack, "packages", { type, default: {} });
      const packages = TerraformIterator.fromMap(variable.value);
      const profile = SigningProfile.fromSigningProfileName(stack, "profile", pipeline.profileName);
      const signing = SigningFunction.getOrCreate(stack);
      signing.allowSources(pipeline.bucketName, "packages/");
      signing.addToRolePolicy({
        actions: ["s3:PutObject"],
        resources: [`arn:aws:s3:::${pipeline.bucketName}/signed/*`],
      });
      signing.addToRolePolicy({ actions: ["s3:ListBucket"], resources: [`arn:aws:s3:::${pipeline.bucketName}`] });
      const job = new SigningJob(stack, "jobs", {
        forEach: packages,
        profile,
        source: SigningSource.fromBucket(pipeline.bucketName, packages.getString("key"), packages.getString("version")),
        destination: SigningDestination.toBucket(packages.getString("bucketName"), `signed/${packages.key}/`),
        revokeOnDestroy: true,
        revocationReason: `${packages.key} is superseded`,
      });
      runEach(stack, job, packages, new CodeSigningConfig(stack, "signed-only", { allowedPublishers: [profile] }));

      const items = TerraformIterator.fromResources(job.resource);
      const value = items.dynamic({ name: items.key, jobId: job.jobId, isRevoked: job.isRevoked });
      new TerraformOutput(stack, "results", { value, staticId: true });
      new TerraformOutput(stack, "web", { value: job.forKey("web").signedObjectUri, staticId: true });

      const single = declareAlone(stack, profile, isAloneAnItem);
      const jobId = isAloneAnItem ? single.forKey("only").jobId : single.jobId;
      new TerraformOutput(stack, "alone", { value: jobId, staticId: true });
    };
  }

  function runEach(
    stack: TerraformStack,
    job: SigningJob,
    forEach: TerraformIterator,
    config: CodeSigningConfig,
  ): void {
    const role = new IamRole(stack, "role", {
      namePrefix: "signed-function-",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    new LambdaFunction(stack, "functions", {
      forEach,
      functionName: "${each.key}",
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      codeSigningConfigArn: config.codeSigningConfigArn,
      s3Bucket: job.signedObject.bucketName,
      s3Key: job.signedObject.key,
    });
  }

  /** A job that later becomes the only item of a list. */
  function declareAlone(stack: TerraformStack, profile: ISigningProfile, isItem: boolean): SigningJob {
    const { key, version } = uploaded.web;
    const job = new SigningJob(stack, "alone-job", {
      forEach: isItem ? TerraformIterator.fromMap({ only: "" }) : undefined,
      profile,
      source: SigningSource.fromBucket(pipeline.bucketName, key, version),
      destination: SigningDestination.toBucket(pipeline.bucketName, "alone/"),
      revokeOnDestroy: true,
    });
    if (isItem) {
      const resources = [job.request, job.resource, job.revocation!, job.node.findChild("RevokingFunction")];
      const addresses = resources.map((each) => {
        const { terraformResourceType, friendlyUniqueId } = each as LambdaFunction;
        return `${terraformResourceType}.${friendlyUniqueId}`;
      });
      stack.addOverride(
        "moved",
        addresses.map((from) => ({ from, to: `${from}["only"]` })),
      );
    }
    return job;
  }

  async function upload(name: string, answer: string): Promise<Packages[string]> {
    const source = `export const handler = async () => ${JSON.stringify(answer)};`;
    return pipeline.upload(`packages/${name}.zip`, source);
  }

  function of(...names: string[]): Packages {
    return Object.fromEntries(names.map((name) => [name, uploaded[name]]));
  }

  function variables(packages: Packages): string[] {
    return [`-var=packages=${JSON.stringify(packages)}`];
  }

  async function apply(packages: Packages): Promise<void> {
    await terraform.apply(...variables(packages));
    const outputs = (await terraform.outputs()) as unknown as Outputs;
    expect(outputs.results.map(({ isRevoked }) => isRevoked)).toEqual(outputs.results.map(() => "false"));
    jobs = Object.fromEntries(outputs.results.map(({ name, jobId }) => [name, jobId]));
    alone = outputs.alone;
  }

  async function expectEmptyPlan(packages: Packages): Promise<void> {
    const plan = await terraform.plan(...variables(packages));
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  }

  async function callsOf(...operations: string[]): Promise<string[]> {
    return succeededCalls(sandbox, account.id, operations);
  }
});
