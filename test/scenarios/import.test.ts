import { randomUUID } from "node:crypto";
import { SignerSigningJob } from "@cdktf/provider-aws/lib/signer-signing-job";
import { TerraformOutput, TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { Package, ReleasePipeline } from "./release-pipeline";
import { SignedFunction } from "./signed-function";
import { JobOutput, outputJob } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import {
  CodeSigningConfig,
  SignedObject,
  SigningDestination,
  SigningJob,
  SigningFunction,
  SigningProfile,
  SigningSource,
  UntrustedArtifactOnDeployment,
} from "../../src";
import { TestAccount } from "../sandbox/test-account";

const NATIVE_JOB = "aws_signer_signing_job.native-job";
const HANDLER = "export const handler = async () => 'release';";

describeWithTerraform("existing signing jobs", (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;
  let pipeline: ReleasePipeline;
  let release: Package;
  let update: Package;
  let releaseJobId: string;
  let otherJobId: string;
  let nativeJobId: string;
  let outputs: Record<string, JobOutput>;

  beforeAll(async () => {
    pipeline = await ReleasePipeline.create(account);
    release = await pipeline.upload("release.zip", HANDLER);
    update = await pipeline.upload("release.zip", `${HANDLER} // updated`);
    releaseJobId = await pipeline.sign(release, "signed/");
    otherJobId = await pipeline.sign(update, "elsewhere/");
    await sandbox.clearCalls({ accountId: account.id });
  });

  afterAll(async () => {
    account.destroy();
    await deployment.cleanUp();
  });

  test("are an error that names them if AWS Signer does not know them, and nothing is created", async () => {
    const [read, imported] = [randomUUID(), randomUUID()];
    await deployment.declare(program({ readJobId: read, importJobId: imported }));
    const output = await terraform.failingApply();

    expect(output).toContain("ResourceNotFoundException");
    // Not AWS's message, which is not documented and may omit the id.
    expect(output).toMatch(new RegExp(`with data\\.aws_signer_signing_job\\.\\S*\\["${read}"\\]`));
    expect(output).toMatch(new RegExp(`with data\\.aws_signer_signing_job\\.\\S*\\["${imported}"\\]`));
    expect(await sandbox.calls({ operation: "CreateFunction", accountId: account.id })).toEqual([]);
    expect(await startedJobIds()).toEqual([]);
  });

  test("are adopted without signing, as soon as the id is correct", async () => {
    await deployment.declare(program());
    await terraform.apply();
    outputs = (await terraform.outputs()) as typeof outputs;

    expect(outputs.adopted).toEqual({
      jobId: releaseJobId,
      status: "Succeeded",
      statusReason: "Signing Succeeded",
      profileName: pipeline.profileName,
      signedObject: { bucketName: pipeline.bucketName, key: `signed/${releaseJobId}.zip` },
      imported: "true",
    });
    nativeJobId = outputs.migrated.jobId;
    // They include neither the adopted job nor the one that is read.
    expect(new Set(await startedJobIds())).toEqual(
      new Set([outputs.mismatched.jobId, outputs.own.jobId, outputs.migrated.jobId]),
    );
  });

  test("sign again if another job is declared, and the function's log names the fields", async () => {
    expect(outputs.mismatched).toMatchObject({ status: "Succeeded", imported: "false" });
    expect(outputs.mismatched.jobId).not.toBe(otherJobId);
    expect(await notAdopted()).toEqual([
      {
        event: "not-adopted",
        jobId: otherJobId,
        differences: [{ field: "source.version", declared: release.version, actual: update.version }],
      },
    ]);
  });

  test("pass their signed objects to other resources when they are read", async () => {
    expect(outputs.read).toEqual({ ...outputs.adopted, imported: "true" });
    expect((await account.invoke(functionName("read"))).payload).toBe("release");
  });

  test("leave a second plan empty", async () => {
    await expectNothingToDo();
  });

  test("stay adopted when the id is removed, and an id that is added to a signed job changes nothing", async () => {
    await deployment.declare(program({ importJobId: undefined, ownImportJobId: releaseJobId }));
    await expectNothingToDo();
  });

  test("move from aws_signer_signing_job without signing and without a change of their users", async () => {
    await sandbox.clearCalls({ accountId: account.id });
    await deployment.declare(program({ importJobId: undefined, migratedJobId: nativeJobId }));
    await terraform.apply();

    expect((await terraform.outputs()).migrated).toMatchObject({ ...outputs.migrated, imported: "true" });
    expect(await startedJobIds()).toEqual([]);
    expect(await sandbox.calls({ accountId: account.id, operation: "UpdateFunctionCode" })).toEqual([]);
    expect(await sandbox.calls({ accountId: account.id, operation: "UpdateFunctionConfiguration" })).toEqual([]);
    expect(await terraform.stateList()).not.toContain(NATIVE_JOB);
    await expectNothingToDo();
  });

  test("sign again after a change of the declaration", async () => {
    await sandbox.clearCalls({ accountId: account.id });
    await deployment.declare(program({ importJobId: undefined, migratedJobId: nativeJobId, adoptedPackage: update }));
    await terraform.apply();

    const { adopted } = (await terraform.outputs()) as typeof outputs;
    expect(adopted).toMatchObject({ status: "Succeeded", imported: "false" });
    expect(await startedJobIds()).toEqual([adopted.jobId]);
  });

  test("are not revoked when everything is destroyed", async () => {
    await terraform.destroy();

    expect(await sandbox.calls({ accountId: account.id, operation: "RevokeSignature" })).toEqual([]);
    for (const jobId of [releaseJobId, otherJobId, nativeJobId]) {
      expect((await pipeline.describe(jobId)).revocationRecord).toBeUndefined();
    }
  });

  interface Edits {
    readonly readJobId?: string;
    readonly importJobId?: string;
    readonly adoptedPackage?: Package;
    readonly ownImportJobId?: string;
    /** Id of the native job, after the program has moved away from it. */
    readonly migratedJobId?: string;
  }

  function program(edits: Edits = {}): (stack: TerraformStack) => void {
    const { readJobId, importJobId, adoptedPackage, ownImportJobId, migratedJobId } = {
      readJobId: releaseJobId,
      importJobId: releaseJobId,
      adoptedPackage: release,
      ...edits,
    };
    return (stack) => {
      const profile = SigningProfile.fromSigningProfileName(stack, "profile", pipeline.profileName);
      const { codeSigningConfigArn } = new CodeSigningConfig(stack, "signed-only", {
        allowedPublishers: [profile],
        untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.ENFORCE,
      });
      const destination = SigningDestination.toBucket(pipeline.bucketName, "signed/");
      const sign = (id: string, source: Package, more: { importJobId?: string } = {}): SigningJob => {
        const job = new SigningJob(stack, `${id}-job`, { profile, source: sourceOf(source), destination, ...more });
        outputJob(stack, id, job);
        return job;
      };

      const read = SigningJob.fromJobId(stack, "read-job", readJobId);
      outputJob(stack, "read", read);
      new SignedFunction(stack, functionName("read"), read.signedObject, codeSigningConfigArn);

      sign("adopted", adoptedPackage, { importJobId });
      sign("mismatched", release, { importJobId: otherJobId });
      sign("own", release, { importJobId: ownImportJobId });

      const migrated = migratedJobId
        ? sign("migrated", release, { importJobId: migratedJobId }).signedObject
        : nativelySigned(stack, release, "signed/");
      if (migratedJobId) stack.addOverride("removed", [{ from: NATIVE_JOB, lifecycle: { destroy: false } }]);
      new SignedFunction(stack, functionName("migrated"), migrated, codeSigningConfigArn);

      const provider = new TerraformOutput(stack, "provider", {
        value: SigningFunction.getOrCreate(stack).functionName,
      });
      provider.overrideLogicalId("provider");
    };
  }

  /** A job of the AWS provider's own resource, as a program has it before it moves to `SigningJob`. */
  function nativelySigned(stack: TerraformStack, source: Package, prefix: string): SignedObject {
    const { bucketName, key, version } = source;
    const job = new SignerSigningJob(stack, "native-job", {
      profileName: pipeline.profileName,
      source: { s3: { bucket: bucketName, key, version } },
      destination: { s3: { bucket: bucketName, prefix } },
    });
    const signed = job.signedObject.get(0).s3.get(0);
    const signedObject = { bucketName: signed.bucket, key: signed.key };
    const output = new TerraformOutput(stack, "migrated", { value: { jobId: job.jobId, signedObject } });
    output.overrideLogicalId("migrated");
    return signedObject;
  }

  function functionName(of: string): string {
    return `function-of-${of}-job`;
  }

  async function expectNothingToDo(): Promise<void> {
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  }

  /** The function's log lines about jobs that it did not adopt. */
  async function notAdopted(): Promise<unknown[]> {
    const { provider } = (await terraform.outputs()) as { provider: string };
    const lines = await sandbox.functionLog(account.id, provider);
    return lines.flatMap((line) => {
      const { message } = JSON.parse(line) as { message?: { event: string } };
      return message?.event === "not-adopted" ? [message] : [];
    });
  }

  async function startedJobIds(): Promise<string[]> {
    const calls = await sandbox.calls({ operation: "StartSigningJob", accountId: account.id });
    return calls.flatMap((call) => (call.status === 200 && call.jobId ? [call.jobId] : []));
  }
});

function sourceOf({ bucketName, key, version }: Package): SigningSource {
  return SigningSource.fromBucket(bucketName, key, version);
}
