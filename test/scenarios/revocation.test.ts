import { TerraformOutput, TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { Package, ReleasePipeline } from "./release-pipeline";
import { SignedFunction } from "./signed-function";
import { JobOutput, outputJob } from "./signing-stack";
import { replaceInState } from "./state-surgery";
import { succeededCalls } from "./succeeded-calls";
import { describeWithTerraform } from "./terraform-under-test";
import {
  CodeSigningConfig,
  ISigningJob,
  SigningDestination,
  SigningFunction,
  SigningJob,
  SigningJobProps,
  SigningProfile,
  SigningSource,
  UntrustedArtifactOnDeployment,
} from "../../src";
import { TestAccount } from "../sandbox/test-account";

const FUNCTION_NAME = "signed-function";
/** Jobs that are revoked on destroy, in addition to the one in use. */
const REVOCABLE = ["removed", "leaked", "forgotten", "adoptedOnce", "replaced"];
const NO_REVOCATION = { reason: null, revokedAt: null, revokedBy: null, isRevoked: "false" };

describeWithTerraform("the revocation of signatures", (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;
  let pipeline: ReleasePipeline;
  let first: Package;
  let second: Package;
  let foundJobId: string;
  /** Adopted jobs, by the construct that adopts them. */
  let found: Readonly<Record<string, string>>;
  let jobs: Outputs;
  let released: Edits;

  beforeAll(async () => {
    pipeline = await ReleasePipeline.create(account);
    first = await pipeline.upload("package.zip", "export const handler = async () => 'first';");
    second = await pipeline.upload("package.zip", "export const handler = async () => 'second';");
    foundJobId = await pipeline.sign(first, "signed/");
    found = { adoptedOnce: await pipeline.sign(first, "signed/"), replaced: await pipeline.sign(first, "signed/") };
  });

  afterAll(async () => {
    account.destroy();
    await deployment.cleanUp();
  });

  test("is null if there is none", async () => {
    await deployment.declare(program({ revocable: REVOCABLE, isAdopting: true }));
    await terraform.apply();
    jobs = await outputs();

    for (const [name, jobId] of Object.entries(found)) expect(jobs[name]).toMatchObject({ jobId, imported: "true" });
    expect(jobs.revocations).toEqual({ kept: NO_REVOCATION, adopted: NO_REVOCATION, read: NO_REVOCATION });
    expect(jobs.identities).toEqual(
      [jobs.kept.jobId, foundJobId, foundJobId].map((jobId) => [
        `arn:aws:signer:us-east-1:${account.id}:/signing-jobs/${jobId}`,
        `s3://${pipeline.bucketName}/signed/${jobId}.zip`,
      ]),
    );
    expect(await callsOf("RevokeSignature")).toEqual([]);
  });

  test("can be requested after a job is adopted and its id removed, which signs and revokes nothing", async () => {
    await sandbox.clearCalls({ accountId: account.id });
    await deployment.declare(program({ revocable: REVOCABLE }));
    await terraform.apply();

    expect(await outputs()).toEqual(jobs);
    expect(await callsOf("StartSigningJob", "RevokeSignature")).toEqual([]);
  });

  test("follows a re-sign only after everything has moved to the new signature", async () => {
    await sandbox.clearCalls({ accountId: account.id });
    released = { revocable: REVOCABLE, source: second, triggers: { release: "2" } };
    await deployment.declare(program(released));
    const request = (await terraform.stateList()).find((address) => address.includes(".replaced-job_Request_"));
    await terraform.apply(`-replace=${request}`);

    const { used: old } = jobs;
    jobs = await outputs();
    const ofOthers = new RegExp(
      Object.entries(found)
        .flatMap(([name, id]) => [id, jobs[name].jobId])
        .join("|"),
    );
    const calls = await callsOf("StartSigningJob", "UpdateFunctionCode", "RevokeSignature");
    expect(calls.filter((call) => !ofOthers.test(call))).toEqual([
      `StartSigningJob ${jobs.used.jobId}`,
      `UpdateFunctionCode ${FUNCTION_NAME}`,
      `RevokeSignature ${old.jobId}`,
    ]);
    expect((await account.invoke(FUNCTION_NAME)).payload).toBe("second");
    expect(await revocationOf(old.jobId)).toMatchObject({ reason: "used is superseded" });
    expect(await revocationOf(jobs.used.jobId)).toBeUndefined();
  });

  test("never affects a signature in use: a later request does not adopt the job again", async () => {
    for (const [name, jobId] of Object.entries(found)) {
      expect(jobs[name]).toMatchObject({ status: "Succeeded", imported: "false" });
      expect(await revocationOf(jobId)).toMatchObject({ reason: `${name} is superseded` });
      expect(await revocationOf(jobs[name].jobId)).toBeUndefined();
    }
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("is not moved to a function whose name is unknown in the plan: nothing of the job changes, and undoing the change leaves an empty plan", async () => {
    const state = await terraform.stateList();
    await sandbox.clearCalls({ accountId: account.id });
    await deployment.declare(program({ ...released, isRunElsewhere: true }));
    const output = await terraform.failingApply();

    expect(output).toMatch(/The function that revokes the signature of\s\S*used-job/);
    expect(await callsOf("StartSigningJob", "RevokeSignature", "Invoke")).toEqual([]);
    expect((await terraform.stateList()).filter((address) => !address.includes(".other_"))).toEqual(state);

    await deployment.declare(program(released));
    const { output: plan } = await terraform.plan();
    const planned = [...plan.matchAll(/^ +# (\S+) .*(?:will|must) be/gm)].map(([, address]) => address);
    expect(planned.filter((address) => !address.includes(".other_"))).toEqual([]);
    expect(plan).toMatch(/^Plan: 0 to add, 0 to change, \d+ to destroy/m);
  });

  test("outside Terraform appears in the next plan, for created, adopted and read jobs, and signs nothing", async () => {
    await pipeline.revoke(jobs.kept.jobId, "key leaked");
    await pipeline.revoke(foundJobId, "build machine compromised");
    await sandbox.clearCalls({ accountId: account.id });
    await terraform.apply();

    const revokedBy = `arn:aws:iam::${account.id}:root`;
    const revokedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const compromised = { reason: "build machine compromised", revokedAt, revokedBy, isRevoked: "true" };
    expect((await outputs()).revocations).toEqual({
      kept: { reason: "key leaked", revokedAt, revokedBy, isRevoked: "true" },
      adopted: compromised,
      read: compromised,
    });
    expect(await callsOf("StartSigningJob", "Invoke")).toEqual([]);
  });

  test("happens when a job is removed from the program, but not when revokeOnDestroy is set to false", async () => {
    // These two must not block the others: a revoked signature, and a job that AWS has deleted.
    await pipeline.revoke(jobs.leaked.jobId, "leaked");
    await replaceInState(terraform, jobs.forgotten.jobId, "00000000-0000-4000-8000-000000000000");
    await sandbox.clearCalls({ accountId: account.id });
    // The permission to revoke is removed together with the last of them.
    await deployment.declare(program({ revocable: [], source: second, revokeOnDestroy: false }));
    await terraform.apply();

    expect((await callsOf("RevokeSignature", "UpdateFunctionCode")).sort()).toEqual(
      [jobs.removed, jobs.adoptedOnce, jobs.replaced].map(({ jobId }) => `RevokeSignature ${jobId}`).sort(),
    );
    expect(await revocationOf(jobs.removed.jobId)).toMatchObject({ reason: "removed is superseded" });
    expect(await revocationOf(jobs.used.jobId)).toBeUndefined();
    expect((await terraform.stateList()).filter((address) => /revo/i.test(address))).toEqual([]);
  });

  test("is forgotten permanently, so revokeOnDestroy can be omitted afterwards", async () => {
    await deployment.declare(program({ revocable: [], source: second, revokeOnDestroy: undefined }));
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("can be declared for an existing job, which changes nothing else", async () => {
    await sandbox.clearCalls({ accountId: account.id });
    await deployment.declare(program({ revocable: [], source: second }));
    await terraform.apply();

    expect((await outputs()).used).toEqual(jobs.used);
    expect(await callsOf("StartSigningJob", "UpdateFunctionCode", "RevokeSignature")).toEqual([]);
  });

  test("happens on destroy after everything that used the signature is destroyed, and only if requested", async () => {
    await sandbox.clearCalls({ accountId: account.id });
    await terraform.destroy();

    expect((await callsOf("DeleteFunction", "RevokeSignature")).slice(0, 2)).toEqual([
      `DeleteFunction ${FUNCTION_NAME}`,
      `RevokeSignature ${jobs.used.jobId}`,
    ]);
    expect(await callsOf("RevokeSignature")).toHaveLength(1);
    expect(await terraform.stateList()).toEqual([]);
  });

  interface Edits {
    /** Names of jobs that are revoked on destroy, in addition to the one in use. */
    readonly revocable: readonly string[];
    readonly source?: Package;
    /** Whether jobs are adopted instead of signing, and are not revoked. */
    readonly isAdopting?: boolean;
    /** Of the job that is adopted. */
    readonly triggers?: { [name: string]: string };
    /** Whether another function, which does not exist yet, runs the job in use. */
    readonly isRunElsewhere?: boolean;
    readonly revokeOnDestroy?: boolean;
  }

  type Outputs = Readonly<Record<string, JobOutput>> & { readonly revocations: unknown; readonly identities: unknown };

  function program({ revocable, ...edits }: Edits): (stack: TerraformStack) => void {
    const { source, isAdopting, triggers, isRunElsewhere, revokeOnDestroy } = {
      source: first,
      revokeOnDestroy: true,
      ...edits,
    };
    return (stack) => {
      const profile = SigningProfile.fromSigningProfileName(stack, "profile", pipeline.profileName);
      const { codeSigningConfigArn } = new CodeSigningConfig(stack, "signed-only", {
        allowedPublishers: [profile],
        untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.ENFORCE,
      });
      const sign = (id: string, packaged: Package, more: Partial<SigningJobProps> = {}): SigningJob => {
        const { bucketName, key, version } = packaged;
        const job = new SigningJob(stack, `${id}-job`, {
          profile,
          source: SigningSource.fromBucket(bucketName, key, version),
          destination: SigningDestination.toBucket(pipeline.bucketName, "signed/"),
          revocationReason: more.revokeOnDestroy ? `${id} is superseded` : undefined,
          ...more,
        });
        outputJob(stack, id, job);
        return job;
      };

      const signingFunction = isRunElsewhere ? new SigningFunction(stack, "other") : undefined;
      const used = sign("used", source, { revokeOnDestroy, signingFunction });
      new SignedFunction(stack, FUNCTION_NAME, used.signedObject, codeSigningConfigArn);
      revocable.forEach((id) => {
        sign(id, first, {
          ...(isAdopting && found[id] ? { importJobId: found[id] } : { revokeOnDestroy: true }),
          triggers: id === "adoptedOnce" ? triggers : undefined,
        });
      });

      const kept = sign("kept", first);
      const adopted = sign("adopted", first, { importJobId: foundJobId });
      const read = SigningJob.fromJobId(stack, "read-job", foundJobId);
      const value = { kept: recordOf(kept), adopted: recordOf(adopted), read: recordOf(read) };
      new TerraformOutput(stack, "revocations", { value, staticId: true });
      const identities = [kept, adopted, read].map(({ signingJobArn, signedObjectUri }) => [
        signingJobArn,
        signedObjectUri,
      ]);
      new TerraformOutput(stack, "identities", { value: identities, staticId: true });
    };
  }

  async function outputs(): Promise<Outputs> {
    return (await terraform.outputs()) as unknown as Outputs;
  }

  async function revocationOf(jobId: string): Promise<unknown> {
    return (await pipeline.describe(jobId)).revocationRecord;
  }

  async function callsOf(...operations: string[]): Promise<string[]> {
    return succeededCalls(sandbox, account.id, operations);
  }
});

function recordOf({ revocationRecord, isRevoked }: ISigningJob): object {
  const { reason, revokedAt, revokedBy } = revocationRecord;
  return { reason, revokedAt, revokedBy, isRevoked };
}
