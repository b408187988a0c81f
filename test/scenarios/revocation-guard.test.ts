import {
  CreateCodeSigningConfigCommand,
  DeleteFunctionCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { Package, ReleasePipeline } from "./release-pipeline";
import { SignedFunction } from "./signed-function";
import { JobOutput, outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import {
  CodeSigningConfig,
  Platform,
  SigningDestination,
  SigningJob,
  SigningProfile,
  SigningSource,
  UntrustedArtifactOnDeployment,
} from "../../src";
import { TestAccount } from "../sandbox/test-account";

const FUNCTION_NAME = "guarded-function";
const OTHER_PROGRAM = "function-of-another-program";
const JOBS = 50;

describeWithTerraform("a signature that a function still runs on", (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;
  let pipeline: ReleasePipeline;
  let next: ReleasePipeline;
  let first: Package;
  let second: Package;
  let old: JobOutput;

  beforeAll(async () => {
    [pipeline, next] = [await ReleasePipeline.create(account), await ReleasePipeline.create(account)];
    first = await pipeline.upload("package.zip", "export const handler = async () => 'first';");
    second = await pipeline.upload("package.zip", "export const handler = async () => 'second';");
  });

  afterAll(async () => {
    const { lambda } = account.root;
    await lambda.send(new DeleteFunctionCommand({ FunctionName: OTHER_PROGRAM })).catch(() => undefined);
    account.destroy();
    await deployment.cleanUp();
  });

  test("is not revoked after a failed deployment that the AWS provider considers done", async () => {
    await deployment.declare(program({ source: first, signedBy: pipeline, allowed: [pipeline] }));
    await terraform.apply();
    old = await job();

    await deployment.declare(program({ source: second, signedBy: next, allowed: [pipeline] }));
    expect(await terraform.failingApply()).toContain("CodeVerificationFailedException");

    // The code signing config is corrected. Terraform assumes that the function already has its new code.
    await deployment.declare(program({ source: second, signedBy: next, allowed: [pipeline, next] }));
    const output = await terraform.failingApply();
    expect(errorOf(output)).toMatchObject({
      errorType: "SignatureInUse",
      errorMessage: expect.stringMatching(
        new RegExp(
          `^The signature of signing job ${old.jobId} .* was not revoked, .* in 1 function: "${FUNCTION_NAME}"\\.`,
        ),
      ),
    });
    expect(await revocationOf(old.jobId)).toBeUndefined();
    expect((await account.invoke(FUNCTION_NAME)).payload).toBe("first");
  });

  test("is revoked after the function is deployed from the new object, as the error says, and a second plan is empty", async () => {
    const [address] = await addresses(/^aws_lambda_function\.guarded-function/);
    await terraform.apply(`-replace=${address}`);
    expect((await account.invoke(FUNCTION_NAME)).payload).toBe("second");
    expect(await revocationOf(old.jobId)).toBeDefined();
    expect(await revocationOf((await job()).jobId)).toBeUndefined();
    await expectNothingToDo();
  });

  test("is not revoked when its revocation is replaced by hand, and the error explains the way out", async () => {
    const [revocation] = await addresses(/_Revocation_/);
    const output = await terraform.failingApply(`-replace=${revocation}`);
    const { errorType, errorMessage } = errorOf(output);
    expect(errorType).toBe("SignatureInUse");
    const { jobId } = await job();
    expect(await revocationOf(jobId)).toBeUndefined();

    const [, command] =
      /run `(terraform state rm \S+)` in the folder of its stack, cdktf\.out\/stacks\/STACK\.$/.exec(errorMessage) ??
      [];
    expect(command).toBe(`terraform state rm ${revocation}`);
    expect(await terraform.run(command.split(" ").slice(1))).toMatchObject({ exitCode: 0 });
    await terraform.apply();
    expect(await revocationOf(jobId)).toBeUndefined();
    await expectNothingToDo();
  });

  test("is not revoked by a new signature until another program has moved to that", async () => {
    const before = await job();
    const { lambda } = account.root;
    const { CodeSigningConfig: config } = await lambda.send(
      new CreateCodeSigningConfigCommand({
        AllowedPublishers: { SigningProfileVersionArns: [next.profileVersionArn] },
      }),
    );
    await account.createFunction(OTHER_PROGRAM, {
      CodeSigningConfigArn: config?.CodeSigningConfigArn,
      Code: codeOf(before),
    });

    await deployment.declare(program({ source: first, signedBy: next, allowed: [next] }));
    expect(errorOf(await terraform.failingApply())).toMatchObject({
      errorType: "SignatureInUse",
      errorMessage: expect.stringContaining(`in 1 function: "${OTHER_PROGRAM}".`),
    });
    expect((await account.invoke(FUNCTION_NAME)).payload).toBe("first");
    expect(await revocationOf(before.jobId)).toBeUndefined();

    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: OTHER_PROGRAM, ...codeOf(await job()) }));
    await terraform.apply();
    expect(await revocationOf(before.jobId)).toBeDefined();
    await expectNothingToDo();
  });

  test("is revoked by a destroy after no program uses it any more", async () => {
    const { jobId } = await job();
    await account.root.lambda.send(new DeleteFunctionCommand({ FunctionName: OTHER_PROGRAM }));
    await terraform.destroy();
    expect(await revocationOf(jobId)).toBeDefined();
    expect(await terraform.stateList()).toEqual([]);
  });

  interface Edits {
    readonly source: Package;
    readonly signedBy: ReleasePipeline;
    /** The publishers whose code the function accepts. */
    readonly allowed: readonly ReleasePipeline[];
  }

  function program({ source, signedBy, allowed }: Edits): (stack: TerraformStack) => void {
    return (stack) => {
      const [profile, nextProfile] = [pipeline, next].map(({ profileName }) =>
        SigningProfile.fromSigningProfileName(stack, profileName, profileName),
      );
      const profileOf = (each: ReleasePipeline) => (each === pipeline ? profile : nextProfile);
      const { codeSigningConfigArn } = new CodeSigningConfig(stack, "signed-only", {
        allowedPublishers: allowed.map(profileOf),
        untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.ENFORCE,
      });
      const { bucketName, key, version } = source;
      const signed = new SigningJob(stack, "sign", {
        profile: profileOf(signedBy),
        source: SigningSource.fromBucket(bucketName, key, version),
        destination: SigningDestination.toBucket(pipeline.bucketName, "signed/"),
        revokeOnDestroy: true,
      });
      outputJob(stack, "job", signed);
      new SignedFunction(stack, FUNCTION_NAME, signed.signedObject, codeSigningConfigArn);
    };
  }

  async function job(): Promise<JobOutput> {
    return (await terraform.outputs()).job as JobOutput;
  }

  async function addresses(pattern: RegExp): Promise<string[]> {
    return (await terraform.stateList()).filter((address) => pattern.test(address));
  }

  async function revocationOf(jobId: string): Promise<unknown> {
    return (await pipeline.describe(jobId)).revocationRecord;
  }

  async function expectNothingToDo(): Promise<void> {
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  }
});

describeWithTerraform(`${JOBS} jobs that revoke, each with a separate function`, (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;

  afterAll(async () => {
    account.destroy();
    await deployment.cleanUp();
  });

  test("are destroyed without an error, and share the lists of functions", async () => {
    await deployment.declare(manyFunctions);
    await terraform.apply();
    await sandbox.clearCalls({ accountId: account.id });
    const startedAt = performance.now();
    await terraform.destroy();
    const seconds = (performance.now() - startedAt) / 1000;

    const calls = await sandbox.calls({ accountId: account.id });
    const of = (name: string) => calls.filter(({ operation }) => operation === name);
    expect(of("RevokeSignature").filter(({ status }) => status === 200)).toHaveLength(JOBS);
    expect(of("Invoke").filter(({ functionError }) => functionError !== undefined)).toEqual([]);
    const perJob = (of("ListFunctions").length / JOBS).toFixed(1);
    console.info(
      `${JOBS} jobs with a function each: destroyed in ${seconds.toFixed(1)} s, ${perJob} lists of functions per job`,
    );
    expect(of("ListFunctions").length).toBeLessThan(JOBS);
  });
});

function manyFunctions(stack: TerraformStack): void {
  const packages = new VersionedBucket(stack, "packages");
  const profile = new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
  const { codeSigningConfigArn } = new CodeSigningConfig(stack, "signed-only", { allowedPublishers: [profile] });
  for (let index = 0; index < JOBS; index++) {
    const source = packages.object(
      `package-${index}`,
      `${index}.zip`,
      packageBase64(`export const number = ${index};`),
    );
    const job = new SigningJob(stack, `job-${index}`, {
      profile,
      source: SigningSource.fromObject(source),
      destination: SigningDestination.toBucket(packages.bucket.bucket, "signed/"),
      revokeOnDestroy: true,
    });
    new SignedFunction(stack, `function-${index}`, job.signedObject, codeSigningConfigArn);
  }
}

function codeOf({ signedObject }: JobOutput) {
  return { S3Bucket: signedObject.bucketName ?? "", S3Key: signedObject.key ?? "" };
}

/** The error of the function, as Terraform prints it. */
function errorOf(output: string): { errorType: string; errorMessage: string } {
  const text = output.replace(/\s*\n[│\s]*/g, " ");
  const [json] = /\{"errorType":.*?\]\}/.exec(text) ?? [];
  if (json === undefined) throw new Error(`Terraform tells of no error of the function:\n${output}`);
  return JSON.parse(json) as { errorType: string; errorMessage: string };
}
