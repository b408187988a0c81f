import * as fc from "fast-check";
import type { Fault, JobPlan } from "./fakes/fake-signer";
import { Event, signEvent, World } from "./fakes/world";
import type { StartSigningJobInput } from "../../src/handler/ports";
import type { SignRequest } from "../../src/protocol/request";
import type { SigningResult } from "../../src/protocol/result";
import { propertySettings } from "../properties/settings";

/**
 * One invocation of the function, and its neighbours: Terraform's SDK sends an invocation again while the first one still
 * runs, applies are interrupted and started again, Lambda kills functions.
 */
interface Invocation {
  /** Time from the start of the invocation before it. */
  readonly afterMs: number;
  readonly faults: (Fault | null)[];
  readonly timeoutSeconds: number | null;
  readonly remainingTimeMs: number;
  readonly ignoreSigningJobFailure: boolean;
  /** The request during which the function is killed. It never answers. */
  readonly killedAtRequest: number;
}

const burst = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constant(null), { minLength: 1, maxLength: 4 }) },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom<Fault>("throttled", "internal", "lost", "lost after work"), { maxLength: 5 }),
  },
  { weight: 1, arbitrary: fc.array(fc.constant<Fault>("denied"), { maxLength: 10 }) },
  { weight: 1, arbitrary: fc.array(fc.constant<Fault>("not found"), { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom<Fault>("bad signature", "bad credentials", "refused"), { maxLength: 2 }),
  },
);

const invocation: fc.Arbitrary<Invocation> = fc.record({
  afterMs: fc.oneof(fc.integer({ max: 3_000, min: 0 }), fc.integer({ min: 3_000, max: 300_000 })),
  faults: fc.array(burst, { maxLength: 6 }).map((bursts) => bursts.flat()),
  timeoutSeconds: fc.option(fc.integer({ min: 1, max: 120 })),
  remainingTimeMs: fc.constantFrom(900_000, 30_000, 5_000),
  ignoreSigningJobFailure: fc.boolean(),
  killedAtRequest: fc.oneof(
    { weight: 3, arbitrary: fc.constant(Infinity) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 8 }) },
  ),
});

const plans = fc
  .array(fc.record({ durationMs: fc.integer({ min: 0, max: 200_000 }), failure: fc.constant("no good") }), {
    maxLength: 4,
  })
  .chain((failures) =>
    fc.record({ durationMs: fc.integer({ min: 0, max: 200_000 }) }).map((success): JobPlan[] => [...failures, success]),
  );

const DECLARED = signEvent() as unknown as SignRequest;

/** The declaration of a request, for all its invocations. */
const declaration = fc.record({
  profileOwner: fc.option(fc.constant("222222222222")),
  /** A job of another source, which must not be adopted. */
  importJobId: fc.option(fc.constant("job-0")),
});

/** One of these invocations may fail. The request as a whole must not. */
const EXPECTED_ERRORS = [
  "AccessDenied",
  "ImportedJobNotFound",
  "InvalidCredentials",
  "SigningJobNotDescribed",
  "SigningJobRefused",
  "SigningJobFailed",
  "SigningJobNotFinished",
  "SigningJobNotFound",
  "SigningJobNotStarted",
  "SigningProfileNotFound",
];

function* untilKilled(faults: (Fault | null)[], killedAtRequest: number): Generator<Fault | null> {
  for (let request = 0; ; request++) yield request >= killedAtRequest ? "killed" : (faults[request] ?? null);
}

test("one request ends in exactly one successful job, after any failure, kill, repetition or parallel invocation", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(invocation, { minLength: 1, maxLength: 5 }),
      plans,
      declaration,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (invocations, jobs, declared, jitter) => {
        const world = new World(() => jitter.next().value as number);
        start({ source: { ...DECLARED.source, key: "another" }, clientRequestToken: "another" }, world);
        world.signer.plans = [...jobs];
        const request = signEvent(declared);

        const results = await invokeAll(invocations, request, world);
        // The user applies until it works. Each job that failed before or in an apply is one attempt.
        for (let applies = 0; applies <= jobs.length && results.length === 0; applies++) {
          await world.clock.pass(600_000);
          await world.invoke(request).then(
            (result) => results.push(result),
            (error: Error) => expect(error.name).toBe("SigningJobFailed"),
          );
        }
        results.push(await world.invoke(request));
        // A success is not lost if earlier failures are ignored.
        results.push(await world.invoke({ ...request, ignoreSigningJobFailure: true }));

        const [, ...ofRequest] = world.signer.allJobs;
        const successful = ofRequest.filter(({ status }) => status === "Succeeded");
        expect(successful).toHaveLength(1);
        expect(ofRequest.filter(({ status }) => status === "InProgress")).toEqual([]);
        expect(new Set(results.map(({ jobId }) => jobId))).toEqual(new Set([successful[0].jobId]));
        expect(new Set(world.signer.tokens).size).toBe(world.signer.tokens.length);
      },
    ),
    propertySettings(500),
  );
});

test("an adopted job stays the only one, after any failure, kill, repetition or parallel invocation", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(invocation, { minLength: 1, maxLength: 5 }), async (invocations) => {
      const world = new World();
      start({ clientRequestToken: "before" }, world);
      const request = signEvent({ importJobId: "job-0" });

      const results = await invokeAll(invocations, request, world);
      results.push(await world.invoke(request));

      expect(results.filter(({ jobId, imported }) => jobId !== "job-0" || !imported)).toEqual([]);
      expect(world.signer.allJobs).toHaveLength(1);
    }),
    propertySettings(200),
  );
});

/** @returns the results of those that ended in success. */
async function invokeAll(invocations: readonly Invocation[], request: Event, world: World): Promise<SigningResult[]> {
  const results: SigningResult[] = [];
  const running: Promise<void>[] = [];
  for (const { afterMs, faults, killedAtRequest, remainingTimeMs, ...changes } of invocations) {
    await world.clock.pass(afterMs);
    const options = { faults: untilKilled(faults, killedAtRequest), remainingTimeMs };
    const life = world.begin({ ...request, ...changes }, options);
    running.push(
      life.then(
        (result) => {
          // Failures are ignored in this request.
          const { status } = result as SigningResult;
          if (status !== "Failed" || !changes.ignoreSigningJobFailure) results.push(result as SigningResult);
        },
        (error: Error) => expect(EXPECTED_ERRORS).toContain(error.name),
      ),
    );
  }
  await world.clock.run(Promise.race([Promise.all(running), world.clock.sleep(1_000_000)]));
  return results;
}

/** Starts a job as declared, with some changes. */
function start(changes: Partial<StartSigningJobInput>, world: World): void {
  const { source, destination, profileName } = DECLARED;
  world.signer.start({ source, destination, profileName, profileOwner: null, clientRequestToken: "", ...changes });
}
