import { signEvent, World } from "../handler/fakes/world";

/** AWS keeps jobs for years; how long it keeps client request tokens is not documented. */
const YEARS_MS = 5 * 365 * 86_400_000;

test("a job that AWS has forgotten together with its token is signed again when its invocation is replaced", async () => {
  const world = new World();
  const { jobId } = await world.invoke(signEvent());
  await world.clock.pass(YEARS_MS);
  world.signer.forget(jobId);
  expect(await world.invoke(signEvent({ timeoutSeconds: 60 }))).toMatchObject({ jobId: "job-0", status: "Succeeded" });
});

test("a job that AWS has forgotten, but whose token it remembers, is an error that says how to sign again", async () => {
  const world = new World();
  await world.invoke(signEvent());
  await world.clock.pass(YEARS_MS);
  const faults = [null, ...new Array<"not found">(100).fill("not found")];
  const error = await world.failToInvoke(signEvent({ timeoutSeconds: 60 }), { faults });
  expect(error.name).toBe("SigningJobNotFound");
  expect(error.message).toMatch(
    /^AWS Signer cannot find signing job job-0.* To sign again, change the job's triggers\./,
  );
  expect(world.signer.allJobs).toHaveLength(1);
});
