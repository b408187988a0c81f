import {
  DescribeSigningJobCommand,
  ListSigningJobsCommand,
  ListSigningJobsCommandInput,
  paginateListSigningJobs,
} from "@aws-sdk/client-signer";
import { errorOf, IOT, jobArn, OTHER, OWNER, putProfile, roleArn, SignerService, startJob } from "./signer-service";
import { SigningAccount } from "./signing-account";

const account = SigningAccount.forEachTest();

describe("DescribeSigningJob", () => {
  it("does not know a job that was never started", async () => {
    const error = await errorOf(account.describe("5c6cf3bb-0000-4000-8000-000000000000"));
    expect(error).toMatchObject({ name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } });
  });

  it("does not show jobs of other accounts and other Regions", async () => {
    const jobId = await account.start();
    for (const stranger of [account.service.root(OTHER), account.service.root(OWNER, "us-west-2")]) {
      const error = await errorOf(stranger.send(new DescribeSigningJobCommand({ jobId })));
      expect(error.name).toBe("ResourceNotFoundException");
    }
  });

  it("requires permission to describe this job", async () => {
    const jobId = await account.start();
    const reader = account.service.role("reader");
    const error = await errorOf(reader.send(new DescribeSigningJobCommand({ jobId })));
    expect(error).toMatchObject({ name: "AccessDeniedException" });
    expect(error.message).toContain(`signer:DescribeSigningJob on resource: ${jobArn(jobId)}`);

    account.service.authorizer.allow(roleArn("reader"), "signer:DescribeSigningJob", jobArn("*"));
    expect((await reader.send(new DescribeSigningJobCommand({ jobId }))).jobId).toBe(jobId);
  });
});

describe("ListSigningJobs", () => {
  it("lists every job once, page by page", async () => {
    const started = [];
    for (let count = 0; count < 5; count++) started.push(await account.start());

    const listed: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateListSigningJobs({ client: account.client, pageSize: 2 }, {})) {
      listed.push(...(page.jobs ?? []).map(({ jobId }) => jobId));
      pages += 1;
    }
    expect(listed).toEqual(started);
    expect(pages).toBe(3);
  });

  it("shows status, owner and signed object of jobs that have ended", async () => {
    const { jobId } = await account.run();
    const { jobs } = await account.client.send(new ListSigningJobsCommand({}));
    expect(jobs).toEqual([
      expect.objectContaining({
        jobId,
        status: "Succeeded",
        isRevoked: false,
        jobOwner: OWNER,
        signedObject: { s3: { bucketName: "signed", key: `out/${jobId}.zip` } },
      }),
    ]);
  });

  it("filters by status, platform, requester, invoker and expiry", async () => {
    const { jobId: succeeded } = await account.run();
    const running = await account.start();
    const list = async (filter: ListSigningJobsCommandInput): Promise<unknown[]> =>
      ((await account.client.send(new ListSigningJobsCommand(filter))).jobs ?? []).map(({ jobId }) => jobId);

    expect(await list({ status: "Succeeded" })).toEqual([succeeded]);
    expect(await list({ status: "InProgress" })).toEqual([running]);
    expect(await list({ platformId: IOT })).toEqual([]);
    expect(await list({ requestedBy: `arn:aws:iam::${OWNER}:root` })).toEqual([succeeded, running]);
    expect(await list({ requestedBy: "arn:aws:iam::111111111111:user/nobody" })).toEqual([]);
    expect(await list({ jobInvoker: OTHER })).toEqual([]);
    expect(await list({ isRevoked: true })).toEqual([]);
    expect(await list({ isRevoked: false })).toEqual([succeeded, running]);
    expect(await list({ signatureExpiresAfter: new Date("2037-01-01") })).toEqual([succeeded]);
    expect(await list({ signatureExpiresBefore: new Date("2037-01-01") })).toEqual([]);
  });

  it.each([
    [{ maxResults: 26 }, "'maxResults'"],
    [{ maxResults: 0 }, "'maxResults'"],
    [{ status: "Revoked" as "Failed" }, "'status'"],
    [{ jobInvoker: "me" }, "'jobInvoker'"],
    [{ nextToken: "bogus" }, "nextToken"],
  ])("refuses %j", async (input, member) => {
    const error = await errorOf(account.client.send(new ListSigningJobsCommand(input)));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain(member);
  });
});

describe("time", () => {
  it("ends a job without any call, and does not keep the process alive for it", async () => {
    const live = await SignerService.start({ now: () => new Date() });
    try {
      live.faults.nextPlan = { durationSeconds: 0.1 };
      const owner = live.root();
      await putProfile(owner, "app");
      const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
      const before = timers();
      await startJob(owner, "app");
      expect(timers()).toBeLessThanOrEqual(before);

      const deadline = Date.now() + 5000;
      while (live.objects.writes.length === 0 && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(live.objects.writes).toHaveLength(1);
    } finally {
      await live.close();
    }
  });

  it("is reset together with jobs, tokens and profiles", async () => {
    const jobId = await account.start();
    account.service.signer.reset();
    account.service.clock.advance(5);
    expect((await errorOf(account.describe(jobId))).name).toBe("ResourceNotFoundException");
    expect((await errorOf(account.start())).name).toBe("ResourceNotFoundException");
    expect(account.service.objects.writes).toEqual([]);
  });
});
