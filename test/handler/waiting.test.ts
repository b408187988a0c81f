import { signEvent, World } from "./fakes/world";

/** Longer than the tolerance for rounded times. */
const LATER_MS = 60_000;

describe("the time", () => {
  test("that is too short for the job ends in an error that says that the job continues", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 60_000 }];
    const error = await world.failToInvoke(signEvent({ timeoutSeconds: 30 }));
    expect(error.name).toBe("SigningJobNotFinished");
    expect(error.message).toBe(
      "Signing job job-0 for s3://unsigned/app/v1.zip (version PNyFaUTgsQh5ZdMCcoCe6pT1gOpgB_M4) has not finished within " +
        "30 s; its status is InProgress. The job continues. Apply again to wait for it. If it has failed by then, a new job " +
        "starts. To wait longer, raise timeoutSeconds.",
    );
    expect(world.clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(world.clock.now()).toBeLessThan(30_100);
  });

  test("that was too short is continued by the next apply, with the same job", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 60_000 }, { durationMs: 1 }];
    await world.failToInvoke(signEvent({ timeoutSeconds: 30 }));
    expect(await world.invoke(signEvent())).toMatchObject({ jobId: "job-0", status: "Succeeded" });
  });

  test("of the function is never used up, because its last 5 s are reserved for the answer", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: Infinity }];
    const error = await world.failToInvoke(signEvent({ timeoutSeconds: 900 }), { remainingTimeMs: 60_000 });
    expect(world.clock.now()).toBeLessThan(55_100);
    expect(error.message).toMatch(/has not finished within 55 s.*raise the function's timeout/);
  });

  test("of a job that ends just before the deadline suffices", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 29_900 }];
    expect(await world.invoke(signEvent({ timeoutSeconds: 30 }))).toMatchObject({ status: "Succeeded" });
  });

  test("of a function with a short timeout suffices for a job that has already ended", async () => {
    const world = new World();
    await world.invoke(signEvent());
    expect(await world.invoke(signEvent(), { remainingTimeMs: 3_000 })).toMatchObject({ status: "Succeeded" });
  });

  test("that runs out during earlier attempts starts no new one, and the error says so", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 10, failure: "no good" }];
    await world.failToInvoke(signEvent());
    await world.clock.pass(LATER_MS);
    const error = await world.failToInvoke(signEvent(), { remainingTimeMs: 5_010 });
    expect(error).toMatchObject({
      name: "SigningJobNotStarted",
      message: expect.stringMatching(/^0 s were not enough to find .* An earlier job, job-0, failed: no good\.$/),
    });
    expect(world.signer.allJobs).toHaveLength(1);
  });

  test("of one request is limited, so a dead connection does not use up the time of the others", async () => {
    const world = new World();
    await world.invoke(signEvent({ timeoutSeconds: 12 }), { faults: [null, "lost"] });
    const timeouts = world.signer.calls.map(({ timeoutMs }) => timeoutMs);
    expect(Math.max(...timeouts)).toBe(10_000);
    world.signer.plans = [{ durationMs: Infinity }];
    await world.failToInvoke(signEvent({ requestToken: "other", timeoutSeconds: 12 }));
    expect(world.signer.calls.at(-1)?.timeoutMs).toBe(3_000);
  });
});

describe("waiting", () => {
  test.each([0.1, 1, 2, 7, 25, 60, 300, 800])(
    "for a job of %d s adds at most 0.5 s and 10 % of its duration",
    async (seconds) => {
      for (const jitter of [0, 0.5, 0.999]) {
        const world = new World(() => jitter);
        world.signer.plans = [{ durationMs: seconds * 1000 }];
        await world.invoke(signEvent());
        const overheadMs = world.clock.now() - seconds * 1000;
        expect(overheadMs).toBeGreaterThanOrEqual(0);
        expect(overheadMs).toBeLessThanOrEqual(500 + seconds * 100);
      }
    },
  );

  test.each([0, 0.999])("for a long job polls at least every 5 s, with any jitter (%d)", async (jitter) => {
    const world = new World(() => jitter);
    world.signer.plans = [{ durationMs: 600_000 }];
    await world.invoke(signEvent());
    const times = world.signer.callsOf("DescribeSigningJob").map(({ at }) => at);
    const delays = times.slice(1).map((at, index) => at - times[index] - 20);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(240);
    expect(Math.max(...delays)).toBeGreaterThanOrEqual(4_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(5_000.001);
    expect(times.length).toBeLessThan(200);
  });

  test("continues for an unknown status, because the job may still succeed", async () => {
    const world = new World();
    const connect = world.signer.connect.bind(world.signer);
    world.signer.connect = (faults) => {
      const port = connect(faults);
      return {
        ...port,
        describeSigningJob: async (jobId, timeoutMs) => {
          const answer = await port.describeSigningJob(jobId, timeoutMs);
          const isNew = answer.value.status === "InProgress";
          return isNew ? { ...answer, value: { ...answer.value, status: "Queued" } } : answer;
        },
      };
    };
    expect(await world.invoke(signEvent())).toMatchObject({ status: "Succeeded" });
  });
});
