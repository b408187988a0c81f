import { Event, eventFrom, signEvent, World } from "./fakes/world";

interface Declared extends Event {
  readonly source: { readonly bucketName: string; readonly key: string; readonly version: string };
  readonly destination: { readonly bucketName: string; readonly prefix: string };
  readonly profileName: string;
  readonly profileOwner: string | null;
}

const EVENT = signEvent() as Declared;

/** A world in which someone has started `job-0`, by default exactly as `EVENT` declares it. */
function worldWithJob(changes: Partial<Declared> = {}): World {
  const world = new World();
  world.signer.start({ ...EVENT, ...changes, clientRequestToken: "of-someone-else" });
  return world;
}

const IMPORT = { ...EVENT, importJobId: "job-0" };

test("a job that matches the declaration is adopted, and nothing is signed", async () => {
  const world = worldWithJob();
  await world.clock.pass(60_000);
  expect(await world.invoke(IMPORT)).toMatchObject({
    jobId: "job-0",
    status: "Succeeded",
    imported: true,
    signedObject: { bucketName: "signed", key: "app/job-0.zip" },
  });
  expect(world.signer.callsOf("StartSigningJob")).toEqual([]);
  expect(world.loggedEvents("adopted")).toEqual([{ event: "adopted", jobId: "job-0" }]);
});

test("a repeated import adopts the same job again", async () => {
  const world = worldWithJob();
  const [one, other] = await world.clock.run(Promise.all([world.begin(IMPORT), world.begin(IMPORT)]));
  expect(other).toEqual(one);
  expect(await world.invoke({ ...IMPORT, timeoutSeconds: 60 })).toEqual(one);
  expect(world.signer.allJobs).toHaveLength(1);
});

test("a job in progress is waited for, then adopted", async () => {
  const world = worldWithJob();
  expect(await world.invoke(IMPORT)).toMatchObject({ jobId: "job-0", status: "Succeeded", imported: true });
  expect(world.clock.now()).toBeGreaterThanOrEqual(1_000);
});

test("a job that does not end in time is an error, and nothing is signed", async () => {
  const world = worldWithJob();
  expect(await world.failToInvoke({ ...IMPORT, importJobId: "job-0" }, { remainingTimeMs: 5_500 })).toMatchObject({
    name: "SigningJobNotFinished",
    message: expect.stringContaining("job-0"),
  });
  expect(world.signer.allJobs).toHaveLength(1);
});

const OTHER_SOURCE = { bucketName: "other", key: "other.zip", version: "2" };

test.each<[string, Partial<Declared>, { field: string; declared: unknown; actual: unknown }[]]>([
  ["profile", { profileName: "other" }, [{ field: "profileName", declared: "app_profile", actual: "other" }]],
  [
    "profile owner",
    { profileOwner: "222222222222" },
    [{ field: "profileOwner", declared: "111111111111", actual: "222222222222" }],
  ],
  [
    "source",
    { source: OTHER_SOURCE },
    [
      { field: "source.bucketName", declared: "unsigned", actual: "other" },
      { field: "source.key", declared: "app/v1.zip", actual: "other.zip" },
      { field: "source.version", declared: "PNyFaUTgsQh5ZdMCcoCe6pT1gOpgB_M4", actual: "2" },
    ],
  ],
  [
    "destination bucket",
    { destination: { bucketName: "other", prefix: "app/" } },
    [{ field: "destination.bucketName", declared: "signed", actual: "other" }],
  ],
  [
    "destination prefix",
    { destination: { bucketName: "signed", prefix: "elsewhere/" } },
    [{ field: "destination.prefix", declared: "app/", actual: "elsewhere/job-0.zip" }],
  ],
  [
    "destination that only contains the prefix",
    { destination: { bucketName: "signed", prefix: "other/app/" } },
    [{ field: "destination.prefix", declared: "app/", actual: "other/app/job-0.zip" }],
  ],
])(
  "a job with another %s is not adopted: what is declared is signed, and the log says what differed",
  async (_, job, differences) => {
    const world = worldWithJob(job);
    await world.clock.pass(60_000);
    expect(await world.invoke(IMPORT)).toMatchObject({ jobId: "job-1", imported: false });
    expect(world.loggedEvents("not-adopted")).toEqual([{ event: "not-adopted", jobId: "job-0", differences }]);
  },
);

test("a job that differs is not waited for", async () => {
  const world = new World();
  world.signer.plans = [{ durationMs: Infinity }, { durationMs: 1_000 }];
  world.signer.start({ ...EVENT, profileName: "other", clientRequestToken: "of-someone-else" });
  expect(await world.invoke(IMPORT)).toMatchObject({ jobId: "job-1" });
});

test("a job of the declared owner's profile is adopted from another account", async () => {
  const world = worldWithJob({ profileOwner: "222222222222" });
  const result = await world.invoke({ ...IMPORT, profileOwner: "222222222222" });
  expect(result).toMatchObject({ jobId: "job-0", jobOwner: "222222222222", imported: true });
});

test("a job's owner is not compared if the function does not know its own account", async () => {
  const world = worldWithJob();
  expect(await world.invoke(IMPORT, { accountId: null })).toMatchObject({ imported: true });
});

test("a failed job is not adopted, even if failures are ignored: a new job signs", async () => {
  const world = new World();
  world.signer.plans = [{ durationMs: 100, failure: "no good" }, { durationMs: 100 }];
  world.signer.start({ ...EVENT, clientRequestToken: "of-someone-else" });
  const result = await world.invoke({ ...IMPORT, ignoreSigningJobFailure: true });
  expect(result).toMatchObject({ jobId: "job-1", imported: false });
  expect(world.loggedEvents("not-adopted")).toMatchObject([
    { differences: [{ field: "status", declared: "Succeeded", actual: "Failed" }] },
  ]);
});

test("a revoked job is not adopted: a new job signs", async () => {
  const world = worldWithJob();
  await world.clock.pass(60_000);
  world.signer.revoke({ jobId: "job-0", jobOwner: null, reason: "leaked" });
  expect(await world.invoke(IMPORT)).toMatchObject({ jobId: "job-1", imported: false });
  expect(world.loggedEvents("not-adopted")).toMatchObject([
    { differences: [{ field: "revocationRecord", declared: null, actual: { reason: "leaked" } }] },
  ]);
});

test("an unknown job id is an error that names it, after a few retries, and nothing is signed", async () => {
  const world = new World();
  const error = await world.failToInvoke(eventFrom("valid/sign-import"));
  expect(error.name).toBe("ImportedJobNotFound");
  expect(error.message).toMatch(
    /^There is no signing job 2065c468-73e2-4385-a6c9-0123456789ab .* Nothing was signed\. .* Correct importJobId, or omit it to sign again, and change the job's triggers/,
  );
  expect(world.clock.now()).toBeGreaterThanOrEqual(10_000);
  expect(world.clock.now()).toBeLessThan(11_000);
  expect(world.signer.allJobs).toEqual([]);
});

test("a job that the function has no permission to describe is an error, and nothing is signed", async () => {
  const world = worldWithJob();
  const error = await world.failToInvoke(IMPORT, { faults: new Array(100).fill("denied") });
  expect(error).toMatchObject({ name: "AccessDenied", message: expect.stringContaining("signing job job-0") });
  expect(world.signer.allJobs).toHaveLength(1);
});
