import { Event, signEvent, World } from "./fakes/world";
import { attemptToken } from "../../src/handler/attempt-token";

const TOKEN = signEvent().requestToken as string;

/** Longer than the tolerance for rounded times. */
const LATER_MS = 60_000;

test("a declared job is signed, and its result has every field", async () => {
  const world = new World();
  expect(await world.invoke(signEvent())).toEqual({
    jobId: "job-0",
    jobOwner: "111111111111",
    jobInvoker: "111111111111",
    status: "Succeeded",
    statusReason: "Signing Succeeded",
    platformId: "AWSLambda-SHA384-ECDSA",
    platformDisplayName: "AWS Lambda",
    profileName: "app_profile",
    profileVersion: "AbCdEf1234",
    requestedBy: "arn:aws:sts::111111111111:assumed-role/signer/function",
    createdAt: "2026-01-01T00:00:00Z",
    completedAt: "2026-01-01T00:00:01Z",
    signatureExpiresAt: "2036-12-29T00:00:00Z",
    signedObject: { bucketName: "signed", key: "app/job-0.zip" },
    imported: false,
  });
  expect(world.signer.tokens).toEqual([TOKEN]);
  expect(world.logged).toEqual([
    expect.objectContaining({ event: "started", jobId: "job-0", attempt: 0 }),
    expect.objectContaining({ event: "finished", jobId: "job-0", status: "Succeeded" }),
  ]);
});

test("a job with a profile of another account names its owner, and belongs to it", async () => {
  const world = new World();
  const result = await world.invoke(signEvent({ profileOwner: "222222222222" }));
  expect(result).toMatchObject({ jobOwner: "222222222222", jobInvoker: "111111111111" });
});

test("a repeated request reads the same job and signs nothing", async () => {
  const world = new World();
  const first = await world.invoke(signEvent());
  await world.clock.pass(30 * 86_400_000);
  const again = await world.invoke(signEvent({ timeoutSeconds: 60, ignoreSigningJobFailure: true }));
  expect(again).toEqual(first);
  expect(world.signer.allJobs).toHaveLength(1);
});

test("two parallel invocations of the same request sign once", async () => {
  const world = new World();
  const both = Promise.all([world.begin(signEvent()), world.begin(signEvent())]);
  const [one, other] = await world.clock.run(both);
  expect(one).toEqual(other);
  expect(world.signer.allJobs).toHaveLength(1);
});

describe("a job that fails", () => {
  test("is an error that names job, reason, source, profile and remedy", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 1_000, failure: "The zip\nis already signed" }];
    const error = await world.failToInvoke(signEvent());
    expect(error.name).toBe("SigningJobFailed");
    expect(error.message).toBe(
      "Signing job job-0 for s3://unsigned/app/v1.zip (version PNyFaUTgsQh5ZdMCcoCe6pT1gOpgB_M4) with signing profile " +
        '"app_profile" has the status Failed: The zip is already signed. Remove the cause and apply again, which starts ' +
        "a new job. To accept a failed job, set ignoreSigningJobFailure.",
    );
  });

  test("returns status and reason if failures are ignored", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 1_000, failure: "no good" }];
    expect(await world.invoke(signEvent({ ignoreSigningJobFailure: true }))).toMatchObject({
      jobId: "job-0",
      status: "Failed",
      statusReason: "no good",
      signatureExpiresAt: null,
      signedObject: { bucketName: null, key: null },
    });
  });

  test("does not hide a later success if failures are ignored", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 1_000, failure: "no good" }, { durationMs: 1_000 }];
    await world.failToInvoke(signEvent());
    await world.clock.pass(LATER_MS);
    const success = await world.invoke(signEvent());
    await world.clock.pass(LATER_MS);
    expect(await world.invoke(signEvent({ ignoreSigningJobFailure: "true" }))).toEqual(success);
    expect(world.signer.allJobs).toHaveLength(2);
  });

  test("that was ignored is tried again when Terraform calls again", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 1_000, failure: "no good" }, { durationMs: 1_000 }];
    await world.invoke(signEvent({ ignoreSigningJobFailure: true }));
    await world.clock.pass(LATER_MS);
    expect(await world.invoke(signEvent({ ignoreSigningJobFailure: true, timeoutSeconds: 30 }))).toMatchObject({
      jobId: "job-1",
      status: "Succeeded",
    });
  });

  test("is followed by a new job in the next apply, with the next attempt's token", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 1_000, failure: "no good" }, { durationMs: 1_000 }];
    await world.failToInvoke(signEvent());
    await world.clock.pass(LATER_MS);
    expect(await world.invoke(signEvent())).toMatchObject({ jobId: "job-1", status: "Succeeded" });
    expect(world.signer.tokens).toEqual([TOKEN, attemptToken(TOKEN, 1)]);
    expect(world.loggedEvents("superseded")).toEqual([expect.objectContaining({ jobId: "job-0", status: "Failed" })]);
  });

  test("can be followed by any number of attempts, each of which reports its own failure", async () => {
    const world = new World();
    const failures = Array.from({ length: 30 }, (_, index) => ({ durationMs: 500, failure: `reason ${index}` }));
    world.signer.plans = [...failures, { durationMs: 500 }];
    for (const { failure } of failures) {
      expect((await world.failToInvoke(signEvent())).message).toContain(`${failure}.`);
      await world.clock.pass(LATER_MS);
    }
    expect(await world.invoke(signEvent())).toMatchObject({ jobId: "job-30", status: "Succeeded" });
    expect(world.signer.allJobs.filter(({ status }) => status === "Succeeded")).toHaveLength(1);
  });

  test("is followed by a new job once its failure is no longer ignored", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 1_000, failure: "no good" }, { durationMs: 1_000 }];
    await world.invoke(signEvent({ ignoreSigningJobFailure: true }));
    await world.clock.pass(LATER_MS);
    expect(await world.invoke(signEvent())).toMatchObject({ jobId: "job-1", status: "Succeeded" });
  });
});

describe("whether a failed job is of this invocation or of an earlier one", () => {
  test("is decided by AWS Signer's clock: a job created before this invocation began belongs to an earlier one", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 100, failure: "no good" }, { durationMs: 100 }];
    await world.failToInvoke(signEvent());
    await world.clock.pass(4_000);
    expect(await world.invoke(signEvent())).toMatchObject({ jobId: "job-1" });
  });

  test.each([500, 1_500])(
    "is unclear %d ms after it, because times are rounded, and then it belongs to this one",
    async (afterMs) => {
      const world = new World();
      world.signer.plans = [{ durationMs: 100, failure: "no good" }, { durationMs: 100 }];
      await world.failToInvoke(signEvent());
      await world.clock.pass(afterMs);
      expect(await world.failToInvoke(signEvent())).toMatchObject({ name: "SigningJobFailed" });
      expect(world.signer.allJobs).toHaveLength(1);
    },
  );

  test("is unclear if AWS Signer does not report its time, and then it belongs to this one", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 100, failure: "no good" }];
    await world.failToInvoke(signEvent());
    await world.clock.pass(LATER_MS);
    const connect = world.signer.connect.bind(world.signer);
    world.signer.connect = (faults) => {
      const port = connect(faults);
      return {
        ...port,
        describeSigningJob: async (jobId, timeoutMs) => ({
          ...(await port.describeSigningJob(jobId, timeoutMs)),
          serverTime: null,
        }),
      };
    };
    expect(await world.failToInvoke(signEvent())).toMatchObject({ name: "SigningJobFailed" });
    expect(world.signer.allJobs).toHaveLength(1);
  });

  test("does not change while this invocation retries", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 100, failure: "no good" }, { durationMs: 100 }];
    // The job has long ended when this invocation first sees it, but it was this invocation that started it.
    const faults = [null, ...Array.from({ length: 8 }, () => "denied" as const)];
    expect(await world.failToInvoke(signEvent(), { faults })).toMatchObject({ name: "SigningJobFailed" });
    expect(world.clock.now()).toBeGreaterThan(5_000);
    expect(world.signer.allJobs).toHaveLength(1);
  });

  test("does not matter once this invocation has waited for it: the failure is the outcome", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 120_000, failure: "no good" }, { durationMs: 100 }];
    await world.failToInvoke(signEvent({ timeoutSeconds: 10 }));
    await world.clock.pass(LATER_MS);
    expect(await world.failToInvoke(signEvent())).toMatchObject({ name: "SigningJobFailed" });
    expect(world.signer.allJobs).toHaveLength(1);
    await world.clock.pass(LATER_MS);
    expect(await world.invoke(signEvent())).toMatchObject({ jobId: "job-1" });
  });
});

describe("a revoked signature", () => {
  const LEAKED = { jobId: "job-0", jobOwner: null, reason: "leaked" };

  test("is an error that names job, object, time, revoker and reason, and how to sign again", async () => {
    const world = new World();
    await world.invoke(signEvent());
    world.signer.revoke(LEAKED);
    await world.clock.pass(LATER_MS);
    const error = await world.failToInvoke(signEvent({ timeoutSeconds: 60 }));
    expect(error.name).toBe("SignatureRevoked");
    expect(error.message).toBe(
      "The signature of signing job job-0 for s3://unsigned/app/v1.zip (version PNyFaUTgsQh5ZdMCcoCe6pT1gOpgB_M4) with " +
        'signing profile "app_profile" was revoked at 2026-01-01T00:00:01Z by arn:aws:iam::111111111111:user/eve, with the ' +
        'reason "leaked". A revoked object is not signed again automatically. To sign it again, change the job\'s triggers.',
    );
  });

  test.each<[string, Event]>([
    ["is applied again", {}],
    ["has another timeout", { timeoutSeconds: 30 }],
    ["ignores failures", { ignoreSigningJobFailure: true }],
  ])("does not come back when the job %s, however often", async (_, change) => {
    const world = new World();
    await world.invoke(signEvent());
    world.signer.revoke(LEAKED);
    for (let applies = 0; applies < 3; applies++) {
      await world.clock.pass(LATER_MS);
      expect(await world.failToInvoke(signEvent(change))).toMatchObject({ name: "SignatureRevoked" });
    }
    expect(world.signer.allJobs).toHaveLength(1);
  });

  test("of a job that was started after an earlier failure is not returned either", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 1_000, failure: "no good" }, { durationMs: 1_000 }];
    await world.failToInvoke(signEvent());
    await world.clock.pass(LATER_MS);
    await world.invoke(signEvent());
    world.signer.revoke({ ...LEAKED, jobId: "job-1" });
    await world.clock.pass(LATER_MS);
    expect(await world.failToInvoke(signEvent())).toMatchObject({
      name: "SignatureRevoked",
      message: expect.stringContaining("signing job job-1 "),
    });
    expect(world.signer.allJobs).toHaveLength(2);
  });

  test("is the same error while the function waits for the job", async () => {
    const world = new World();
    const invocation = world.begin(signEvent()).catch((error: Error) => error);
    await world.clock.pass(500);
    world.signer.revoke(LEAKED);
    expect(await world.clock.run(invocation)).toMatchObject({ name: "SignatureRevoked" });
    expect(world.signer.allJobs).toHaveLength(1);
  });

  test("is replaced by another request, for example with other triggers", async () => {
    const world = new World();
    await world.invoke(signEvent());
    world.signer.revoke(LEAKED);
    await world.clock.pass(LATER_MS);
    expect(await world.invoke(signEvent({ requestToken: "another request" }))).toMatchObject({ jobId: "job-1" });
  });
});

describe("an earlier job that failed unnoticed", () => {
  async function failedUnseen(): Promise<World> {
    const world = new World();
    world.signer.plans = [
      { durationMs: 20_000, failure: "the key is gone" },
      { durationMs: 20_000, failure: "still gone" },
    ];
    await world.failToInvoke(signEvent({ timeoutSeconds: 10 }));
    await world.clock.pass(LATER_MS);
    return world;
  }

  test("is reported with its reason if the next one does not end in time", async () => {
    const world = await failedUnseen();
    const error = await world.failToInvoke(signEvent({ timeoutSeconds: 10 }));
    expect(error.name).toBe("SigningJobNotFinished");
    expect(error.message).toMatch(/^Signing job job-1 .* An earlier job, job-0, failed: the key is gone\.$/);
  });

  test("is reported with its reason if the next one fails as well", async () => {
    const world = await failedUnseen();
    const error = await world.failToInvoke(signEvent());
    expect(error.name).toBe("SigningJobFailed");
    expect(error.message).toMatch(
      /^Signing job job-1 .*still gone\. .* An earlier job, job-0, failed: the key is gone\.$/,
    );
  });

  test("is reported even if failures are ignored", async () => {
    const world = await failedUnseen();
    const error = await world.failToInvoke(signEvent({ timeoutSeconds: 10, ignoreSigningJobFailure: true }));
    expect(error.message).toMatch(
      /^Signing job job-1 .* raise timeoutSeconds\. An earlier job, job-0, failed: the key/,
    );
  });
});
