import { InvokeCommand } from "@aws-sdk/client-lambda";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import {
  DescribeSigningJobCommand,
  GetSigningProfileCommand,
  ListSigningProfilesCommand,
  StartSigningJobCommand,
  type DescribeSigningJobCommandOutput,
} from "@aws-sdk/client-signer";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { FaultDefinition } from "../../../sandbox/client";
import { describeWithSandbox } from "../../sandbox-under-test";
import { eventually } from "../eventually";
import { errorOf, moduleZip, TestAccount } from "../test-account";

const LIST = new ListSigningProfilesCommand({});

describeWithSandbox("a fault", (sandbox) => {
  let account: TestAccount;
  let faults: string[];
  beforeEach(() => {
    account = new TestAccount(sandbox);
    faults = [];
  });
  afterEach(async () => {
    account.destroy();
    for (const id of faults) await sandbox.removeFault(id);
  });

  /** Injects a fault for the account of this test. */
  async function inject(fault: Partial<FaultDefinition> & Pick<FaultDefinition, "effect">): Promise<string> {
    const id = await sandbox.addFault({ ...fault, match: { accountId: account.id, ...fault.match } });
    faults.push(id);
    return id;
  }

  async function startJob(profileName = "profile", key = "code.zip"): Promise<string> {
    const bucketName = await account.createBucket();
    const version = await account.putObject(bucketName, key, moduleZip("export const handler = 1;"));
    const source = { s3: { bucketName, key, version } };
    const destination = { s3: { bucketName, prefix: "signed/" } };
    const { jobId } = await account.root.signer.send(new StartSigningJobCommand({ profileName, source, destination }));
    return jobId ?? "";
  }

  async function ended(jobId: string): Promise<DescribeSigningJobCommandOutput> {
    let job = await account.root.signer.send(new DescribeSigningJobCommand({ jobId }));
    await eventually(async () => {
      job = await account.root.signer.send(new DescribeSigningJobCommand({ jobId }));
      return job.status !== "InProgress";
    });
    return job;
  }

  describe("of signing jobs", () => {
    beforeEach(async () => void (await account.createProfile("profile")));

    test("makes jobs of one profile fail with a reason, and no others", async () => {
      await account.createProfile("other");
      await inject({
        match: { profileName: "profile" },
        effect: { type: "jobFails", statusReason: "the moon is full" },
      });
      const [failed, succeeded] = await Promise.all([startJob("profile"), startJob("other")]);
      expect(await ended(failed)).toMatchObject({ status: "Failed", statusReason: "the moon is full" });
      expect(await ended(succeeded)).toMatchObject({ status: "Succeeded", statusReason: "Signing Succeeded" });
    });

    test("delays the jobs of one key", async () => {
      await inject({ match: { key: "slow.zip" }, effect: { type: "jobDuration", seconds: 60 } });
      await inject({ match: { key: "quick.zip" }, effect: { type: "jobDuration", seconds: 0 } });
      const slow = await startJob("profile", "slow.zip");
      const { createdAt, completedAt } = await ended(await startJob("profile", "quick.zip"));
      expect((completedAt?.getTime() ?? 0) - (createdAt?.getTime() ?? 0)).toBeLessThan(1_000);
      const { status } = await account.root.signer.send(new DescribeSigningJobCommand({ jobId: slow }));
      expect(status).toBe("InProgress");
    });

    test("keeps a job from ending", async () => {
      await inject({ effect: { type: "jobNeverEnds" } });
      const jobId = await startJob();
      await new Promise((later) => setTimeout(later, 2_500));
      const { status } = await account.root.signer.send(new DescribeSigningJobCommand({ jobId }));
      expect(status).toBe("InProgress");
    });
  });

  test("throttles so many calls of an operation, after those it skips", async () => {
    await inject({ match: { operation: "ListSigningProfiles" }, effect: { type: "throttle" }, skip: 1, times: 2 });
    const outcomes: string[] = [];
    for (let call = 0; call < 4; call++) {
      outcomes.push(
        await account.root.signer.send(LIST).then(
          () => "served",
          ({ name, $metadata }) => `${name} ${$metadata.httpStatusCode}`,
        ),
      );
    }
    const throttled = "TooManyRequestsException 429";
    expect(outcomes).toEqual(["served", throttled, throttled, "served"]);
  });

  test("lasts until it is removed, and affects no other account", async () => {
    const id = await inject({ effect: { type: "throttle" } });
    const other = new TestAccount(sandbox);
    expect(await errorOf(account.root.signer.send(LIST))).toMatchObject({ name: "TooManyRequestsException" });
    expect((await other.root.signer.send(LIST)).profiles).toEqual([]);
    expect((await sandbox.faults()).find((fault) => fault.id === id)?.matched).toBe(1);
    await sandbox.removeFault(id);
    faults = [];
    expect((await account.root.signer.send(LIST)).profiles).toEqual([]);
    other.destroy();
  });

  test("affects calls that name a job, by the source of that job", async () => {
    await account.createProfile("profile");
    const jobId = await startJob("profile", "this.zip");
    const other = await startJob("profile", "that.zip");
    await inject({ match: { operation: "DescribeSigningJob", key: "this.zip" }, effect: { type: "throttle" } });
    const describe = async (id: string) => account.root.signer.send(new DescribeSigningJobCommand({ jobId: id }));
    expect(await errorOf(describe(jobId))).toMatchObject({ name: "TooManyRequestsException" });
    expect((await describe(other)).jobId).toBe(other);
  });

  test("limits the rate of calls", async () => {
    await inject({ effect: { type: "rateLimit", perSecond: 2 } });
    const calls = Array.from({ length: 5 }, async () =>
      account.root.signer.send(LIST).then(
        () => 200,
        () => 429,
      ),
    );
    expect((await Promise.all(calls)).sort()).toEqual([200, 200, 429, 429, 429]);
    await new Promise((later) => setTimeout(later, 1_100));
    expect((await account.root.signer.send(LIST)).profiles).toEqual([]);
  });

  test("answers with an internal error of the service, and does nothing", async () => {
    await account.createProfile("profile");
    await inject({ match: { operation: "StartSigningJob" }, effect: { type: "serverError", status: 500 }, times: 1 });
    const error = await errorOf(startJob());
    expect(error).toMatchObject({ name: "InternalServiceErrorException", $metadata: { httpStatusCode: 500 } });
    const calls = await sandbox.calls({ accountId: account.id, operation: "StartSigningJob" });
    expect(calls).toMatchObject([{ status: 500, errorCode: "InternalServiceErrorException" }]);
    expect(calls[0].jobId).toBeUndefined();
  });

  test("denies access as IAM does", async () => {
    await account.createProfile("profile");
    await inject({ match: { operation: "GetSigningProfile" }, effect: { type: "accessDenied" }, times: 1 });
    const get = new GetSigningProfileCommand({ profileName: "profile" });
    const error = await errorOf(account.root.signer.send(get));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toMatch(/is not authorized to perform: signer:GetSigningProfile/);
    expect((await account.root.signer.send(get)).profileName).toBe("profile");
  });

  test("delays a call, and then performs it", async () => {
    await inject({ effect: { type: "delay", seconds: 0.5 }, times: 1 });
    const startedAt = Date.now();
    expect((await account.root.signer.send(LIST)).profiles).toEqual([]);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(500);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("drops the connection %s the work was done", async (when, jobs) => {
    await account.createProfile("profile");
    await inject({ match: { operation: "StartSigningJob" }, effect: { type: "dropConnection", when }, times: 1 });
    expect((await errorOf(startJob())).message).toMatch(/ECONNRESET/);
    const [call] = await sandbox.calls({ accountId: account.id, operation: "StartSigningJob" });
    expect(call.status).toBeUndefined();
    expect(call.jobId === undefined ? 0 : 1).toBe(jobs);
  });

  test("kills a function while it works", async () => {
    await account.createFunction("victim", {
      source: `export const handler = async () => new Promise((r) => setTimeout(r, 60_000));`,
      Timeout: 60,
    });
    await inject({ match: { functionName: "victim" }, effect: { type: "killFunction", afterSeconds: 0.2 }, times: 1 });
    const { payload, functionError } = await account.invoke("victim");
    expect(functionError).toBe("Unhandled");
    expect(payload.errorMessage).toMatch(/Runtime exited with error: signal: killed$/);
    const [call] = await sandbox.calls({ accountId: account.id, operation: "Invoke" });
    expect(call).toMatchObject({ functionName: "victim", status: 200, functionError: "Unhandled" });
  });

  test("throttles the invocation of a function", async () => {
    await account.createFunction("busy");
    await inject({ match: { functionName: "busy", operation: "Invoke" }, effect: { type: "throttle" }, times: 1 });
    const invoke = new InvokeCommand({ FunctionName: "busy" });
    expect(await errorOf(account.root.lambda.send(invoke))).toMatchObject({ name: "TooManyRequestsException" });
    expect((await account.root.lambda.send(invoke)).StatusCode).toBe(200);
  });

  test("affects the services of the backend, with their own errors", async () => {
    const Bucket = await account.createBucket();
    await inject({ match: { service: "s3" }, effect: { type: "throttle" }, times: 1 });
    await inject({ match: { service: "sts" }, effect: { type: "serverError", status: 503 }, times: 1 });
    const list = new ListObjectsV2Command({ Bucket });
    expect(await errorOf(account.root.s3.send(list))).toMatchObject({
      name: "SlowDown",
      $metadata: { httpStatusCode: 503 },
    });
    expect((await account.root.s3.send(list)).KeyCount).toBe(0);
    const whoAmI = new GetCallerIdentityCommand({});
    expect(await errorOf(account.root.sts.send(whoAmI))).toMatchObject({ name: "InternalFailure" });
    expect((await account.root.sts.send(whoAmI)).Account).toBe(account.id);
  });

  test("that is invalid is refused with a reason", async () => {
    const fault = { match: { profil: "p" }, effect: { type: "throttle" } } as unknown as FaultDefinition;
    expect((await errorOf(sandbox.addFault(fault))).message).toMatch(/match may have the fields .*, but has profil\./);
  });
});
