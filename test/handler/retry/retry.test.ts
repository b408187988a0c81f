import type { Fault } from "../fakes/fake-signer";
import { signEvent, World } from "../fakes/world";

function forever(fault: Fault): Fault[] {
  return new Array(10_000).fill(fault);
}

describe.each<Fault>(["throttled", "internal", "lost", "lost after work"])("AWS Signer that is %s", (fault) => {
  test("for a while only takes longer", async () => {
    const world = new World();
    expect(await world.invoke(signEvent(), { faults: new Array(40).fill(fault) })).toMatchObject({
      status: "Succeeded",
    });
    expect(world.signer.allJobs).toHaveLength(1);
    expect(world.clock.now()).toBeGreaterThan(60_000);
  });

  test("until the deadline, before a job is known, is an error that says that another apply starts no second job", async () => {
    const world = new World();
    const error = await world.failToInvoke(signEvent({ timeoutSeconds: 120 }), { faults: forever(fault) });
    expect(error.name).toBe("SigningJobNotStarted");
    expect(error.message).toMatch(
      /^AWS Signer did not answer the request to sign s3:\/\/unsigned.* within 120 s, so no job id is known\. Apply again: .* no second job is started\. .* The last answer to StartSigningJob was \w+/,
    );
    expect(world.clock.now()).toBeGreaterThanOrEqual(120_000);
    expect(world.clock.now()).toBeLessThan(120_100);
  });

  test("until the deadline, while waiting for a job, is an error that says that the job continues", async () => {
    const world = new World();
    const error = await world.failToInvoke(signEvent({ timeoutSeconds: 120 }), { faults: [null, ...forever(fault)] });
    expect(error.name).toBe("SigningJobNotFinished");
    expect(error.message).toMatch(
      /^The outcome of signing job job-0 is unknown: .* The job continues\. .* The last answer to DescribeSigningJob was /,
    );
  });
});

test.each<[Fault, number[]]>([
  ["internal", [200, 400, 799, 1598, 3197]],
  // Quotas count requests per second.
  ["throttled", [999, 1998, 3996, 4995, 4995]],
])("retries of what is %s back off to 5 s at most, and spread", async (fault, firstDelays) => {
  const world = new World(() => 0.999);
  await world.failToInvoke(signEvent({ timeoutSeconds: 120 }), { faults: forever(fault) });
  const delays = world.loggedEvents("retry").map(({ delayMs }) => delayMs as number);
  expect(delays.slice(0, 5)).toEqual(firstDelays);
  expect(Math.max(...delays)).toBeLessThanOrEqual(5_000);

  const lucky = new World(() => 0);
  await lucky.failToInvoke(signEvent({ timeoutSeconds: 10 }), { faults: forever(fault) });
  expect(lucky.loggedEvents("retry").map(({ delayMs }) => delayMs)).toContain(50);
});

test.each([0, 0.5, 0.999])("permissions that propagate within 59 s are waited for (jitter %d)", async (random) => {
  const world = new World(() => random);
  const connect = world.signer.connect.bind(world.signer);
  world.signer.connect = () => {
    const denied = connect(forever("denied"));
    const open = connect();
    return {
      ...open,
      startSigningJob: async (...request) => (world.clock.now() < 59_000 ? denied : open).startSigningJob(...request),
    };
  };
  expect(await world.invoke(signEvent())).toMatchObject({ status: "Succeeded" });
});

test.each([
  ["StartSigningJob", 0],
  ["DescribeSigningJob", 1],
])("%s that stays denied for a minute is an error", async (operation, requestsBefore) => {
  const world = new World();
  const faults = [...new Array(requestsBefore).fill(null), ...forever("denied")];
  const error = await world.failToInvoke(signEvent(), { faults });
  expect(error.name).toBe("AccessDenied");
  expect(error.message).toMatch(
    new RegExp(
      `^AWS denied signer:${operation} on sign.* to the function's role, and still did after 60 s of retries\\.`,
    ),
  );
  expect(error.message).toContain("AccessDeniedException (HTTP 403) without a message.");
  expect(world.clock.now()).toBeGreaterThanOrEqual(60_000);
  expect(world.clock.now()).toBeLessThan(60_200);
});

test("a denial is reported as one, even if the time runs out before a minute has passed", async () => {
  const world = new World();
  const error = await world.failToInvoke(signEvent({ timeoutSeconds: 10 }), { faults: forever("denied") });
  expect(error).toMatchObject({ name: "AccessDenied", message: expect.stringContaining("10 s of retries") });
});

test("a profile that is not found at first is waited for", async () => {
  const world = new World();
  expect(await world.invoke(signEvent(), { faults: new Array(5).fill("not found") })).toMatchObject({ jobId: "job-0" });
});

test("a profile that is not found for 20 s is an error", async () => {
  const world = new World();
  const error = await world.failToInvoke(signEvent(), { faults: forever("not found") });
  expect(error).toMatchObject({
    name: "SigningProfileNotFound",
    message: expect.stringMatching(/"app_profile".*for 20 s\..*There is no such thing\./),
  });
  expect(world.clock.now()).toBeLessThan(20_100);
});

test("a job that is not found right after its start is requested again", async () => {
  const world = new World();
  const faults: (Fault | null)[] = [null, "not found", "not found", "not found", "not found"];
  expect(await world.invoke(signEvent(), { faults })).toMatchObject({ jobId: "job-0" });
});

test("a job that is not found for 10 s is an error, and no other job is started", async () => {
  const world = new World();
  const error = await world.failToInvoke(signEvent(), { faults: [null, ...forever("not found")] });
  expect(error).toMatchObject({ name: "SigningJobNotFound", message: expect.stringContaining("job-0") });
  expect(world.clock.now()).toBeLessThan(10_200);
  expect(world.signer.allJobs).toHaveLength(1);
});

test("a request that is refused because of a wrong clock is retried, because the SDK corrects the clock", async () => {
  expect(await new World().invoke(signEvent(), { faults: ["bad signature"] })).toMatchObject({ status: "Succeeded" });
});

test.each<[Fault, string, RegExp]>([
  [
    "refused",
    "SigningJobRefused",
    /^AWS Signer refused to sign s3:\/\/unsigned\/app\/v1.zip .*, destination s3:\/\/signed\/app\/\. .*The version of the source is no good\. No job was started\./,
  ],
  [
    "bad credentials",
    "InvalidCredentials",
    /^AWS does not accept the function's own credentials for StartSigningJob\. .*ExpiredTokenException/,
  ],
])("a request that is %s fails at once", async (fault, name, message) => {
  const world = new World();
  expect(await world.failToInvoke(signEvent(), { faults: forever(fault) })).toMatchObject({
    name,
    message: expect.stringMatching(message),
  });
  expect(world.signer.calls).toHaveLength(1);
});
