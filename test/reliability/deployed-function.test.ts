import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DescribeSigningJobCommand, ListSigningJobsCommand } from "@aws-sdk/client-signer";
import { bundleHandler } from "../../projenrc/bundle-handler";
import type { FaultDefinition } from "../../sandbox/client";
import { signEvent } from "../handler/fakes/world";
import { moduleZip, policy, TestAccount } from "../sandbox/test-account";
import { describeWithSandbox } from "../sandbox-under-test";

const ALLOWED = [{ Effect: "Allow", Action: ["signer:*", "s3:*", "logs:*", "lambda:ListFunctions"], Resource: "*" }];

describeWithSandbox("the deployed function", (sandbox) => {
  let folder: string;
  let account: TestAccount;
  let event: object;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "deployed-handler-"));
    bundleHandler(resolve(__dirname, "../.."), folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => (account = new TestAccount(sandbox)));

  afterEach(() => account.destroy());

  async function deploy(statements: object[] = ALLOWED): Promise<void> {
    const Role = await account.createRole("signer", statements);
    const ZipFile = readFileSync(join(folder, "signing-job-handler.zip"));
    await account.createProfile("app_profile");
    const [source, destination] = [await account.createBucket(), await account.createBucket()];
    const version = await account.putObject(source, "app.zip", moduleZip("export const handler = () => 1;"));
    event = signEvent({
      source: { bucketName: source, key: "app.zip", version },
      destination: { bucketName: destination, prefix: "signed/" },
      timeoutSeconds: 60,
    });
    const LoggingConfig = { LogFormat: "JSON" } as const;
    await account.createFunction("signer", { Role, Code: { ZipFile }, Timeout: 90, LoggingConfig });
  }

  async function jobs(): Promise<(string | undefined)[]> {
    const list = await account.root.signer.send(new ListSigningJobsCommand({}));
    return (list.jobs ?? []).map(({ status }) => status);
  }

  async function fault(definition: FaultDefinition): Promise<void> {
    await sandbox.addFault({ ...definition, match: { ...definition.match, accountId: account.id } });
  }

  test("signs once for any number of calls, and revokes", async () => {
    await deploy();
    const { payload: job } = await account.invoke("signer", event);
    expect(job).toMatchObject({ status: "Succeeded", jobOwner: account.id, imported: false });
    expect((await account.invoke("signer", { ...event, timeoutSeconds: 61 })).payload).toEqual(job);
    const adoption = { ...event, requestToken: "another request", importJobId: job.jobId };
    expect((await account.invoke("signer", adoption)).payload).toEqual({ ...job, imported: true });
    expect(await jobs()).toEqual(["Succeeded"]);

    const revocation = { protocolVersion: 1, operation: "revoke", signingJob: job, reason: "Replaced" };
    for (const action of ["create", "delete", "delete"]) {
      const { payload } = await account.invoke("signer", { ...revocation, tf: { action, prev_input: null } });
      expect(payload).toEqual(job);
    }
    const { revocationRecord } = await account.root.signer.send(new DescribeSigningJobCommand({ jobId: job.jobId }));
    expect(revocationRecord).toMatchObject({ reason: "Replaced" });
  });

  test("logs each step as fields of Lambda's JSON log format", async () => {
    await deploy();
    const { payload: job } = await account.invoke("signer", event);
    const lines = (await sandbox.functionLog(account.id, "signer")).map((line) => JSON.parse(line));
    const { source, requestToken } = event as { source: object; requestToken: string };
    const steps = [
      { event: "started", jobId: job.jobId, source, clientRequestToken: requestToken },
      { event: "finished", jobId: job.jobId, status: "Succeeded" },
    ];
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(lines.filter(({ level }) => level === "INFO")).toEqual(
      steps.map((step) => expect.objectContaining({ requestId, message: expect.objectContaining(step) })),
    );
  });

  test("waits for permissions that propagate late", async () => {
    await deploy([]);
    const invocation = account.invoke("signer", event);
    await setTimeout(1_000);
    const PolicyDocument = policy(ALLOWED);
    await account.root.iam.send(new PutRolePolicyCommand({ RoleName: "signer", PolicyName: "late", PolicyDocument }));
    expect((await invocation).payload).toMatchObject({ status: "Succeeded" });
    expect(await jobs()).toEqual(["Succeeded"]);
  });

  test("signs once despite throttling, server errors, a lost answer, and its own death", async () => {
    await deploy();
    await fault({ match: { operation: "DescribeSigningJob" }, effect: { type: "throttle" }, times: 2 });
    await fault({
      match: { operation: "StartSigningJob" },
      effect: { type: "dropConnection", when: "after" },
      times: 1,
    });
    await fault({ match: { operation: "DescribeSigningJob" }, effect: { type: "serverError", status: 500 }, times: 1 });
    await fault({ match: { operation: "Invoke" }, effect: { type: "killFunction", afterSeconds: 1 }, times: 1 });
    const killed = await account.invoke("signer", event);
    expect(killed.functionError).toBe("Unhandled");
    expect((await account.invoke("signer", event)).payload).toMatchObject({ status: "Succeeded" });
    expect(await jobs()).toEqual(["Succeeded"]);
  });

  test("reports a failed job without a stack trace, and starts a new one next time", async () => {
    await deploy();
    await fault({
      match: { profileName: "app_profile" },
      effect: { type: "jobFails", statusReason: "No good" },
      times: 1,
    });
    const { payload, functionError } = await account.invoke("signer", event);
    expect(functionError).toBe("Unhandled");
    expect(payload).toEqual({
      errorType: "SigningJobFailed",
      errorMessage: expect.stringMatching(/^Signing job [0-9a-f-]{36} for s3:.* has the status Failed: No good\. /),
      trace: [""],
    });
    await setTimeout(3_000);
    expect((await account.invoke("signer", event)).payload).toMatchObject({ status: "Succeeded" });
    expect((await jobs()).sort()).toEqual(["Failed", "Succeeded"]);
  });
});
