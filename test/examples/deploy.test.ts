import { resolve } from "node:path";
import { DeployedExample } from "../../examples/runner/deployed-example";
import { TestAccount } from "../sandbox/test-account";
import { freshAccountId } from "../sandbox-under-test";
import { describeWithTerraform } from "../terraform/terraform-under-test";

describeWithTerraform("the example", (sandbox) => {
  const account = new TestAccount(sandbox);
  let example: DeployedExample;

  afterEach(async () => example.cleanUp());
  afterAll(() => account.destroy());

  test("revoke-on-destroy deploys, and revokes the signature at the end", async () => {
    example = new DeployedExample("revoke-on-destroy", sandbox.url, account.id);
    await example.deploy();
    const { jobId, revokedAt } = await example.outputsOf();

    expect(revokedAt).toBe("not revoked");
    expect((await account.invoke("revoke-on-destroy")).payload).toBe("Hello world, from signed code");
    expect(await example.plannedChanges()).toBe("");

    await example.destroy();
    expect(await revokedJobs(account.id)).toEqual([jobId]);
  });

  test("ignore-failures deploys the stable package, and says why the candidate could not be signed", async () => {
    example = new DeployedExample("ignore-failures", sandbox.url, account.id);
    await example.deploy();
    const outputs = await example.outputsOf();

    expect(outputs).toMatchObject({ candidateStatus: "Failed", deployed: "stable" });
    expect(outputs.candidateStatusReason).toMatch(/zip/i);
    expect((await account.invoke("ignore-failures")).payload).toBe("stable");
    expect(await example.plannedChanges()).toBe("");
  });

  test("cross-account deploys to the two accounts that are named, as its README says for the sandbox", async () => {
    example = new DeployedExample("cross-account", sandbox.url, freshAccountId());
    await example.deploy({
      AWS_SHARED_CREDENTIALS_FILE: resolve(__dirname, "../../examples/cross-account/sandbox-accounts"),
      OWNER_PROFILE: "owner",
      INVOKER_PROFILE: "invoker",
    });
    const outputs = await example.outputsOf();

    expect(outputs).toMatchObject({ jobOwner: "111111111111", jobInvoker: "222222222222" });
    expect(await example.plannedChanges()).toBe("");

    await example.destroy();
    expect(await revokedJobs("222222222222")).toContain(outputs.jobId);
  });

  test("import-signing-job reads a job, adopts it, and moves it over from the provider's own resource: it runs once", async () => {
    example = new DeployedExample("import-signing-job", sandbox.url, account.id);
    await sandbox.clearCalls({ accountId: account.id });
    await example.deploy();
    const { jobId } = await example.outputsOf("release");

    expect(await example.outputsOf("read")).toEqual({ status: "Succeeded", revokedAt: "not revoked" });
    expect((await account.invoke("read")).payload).toBe("Hello world, from signed code");
    expect(await example.outputsOf("adopt")).toEqual({ jobId, signature: "adopted" });

    await example.deploy({ RELEASE_JOB_ID: String(jobId) });
    expect(await example.outputsOf("release")).toMatchObject({ jobId, signature: "adopted" });
    expect(await sandbox.calls({ accountId: account.id, operation: "StartSigningJob" })).toHaveLength(1);
    expect(await example.plannedChanges()).toBe("");
  });

  async function revokedJobs(accountId: string): Promise<(string | undefined)[]> {
    const calls = await sandbox.calls({ accountId, operation: "RevokeSignature" });
    return calls.filter(({ status }) => status === 200).map(({ jobId }) => jobId);
  }
});
