import * as fc from "fast-check";
import type { Fault, JobPlan } from "./fakes/fake-signer";
import { Event, signEvent, World } from "./fakes/world";
import type { SigningResult } from "../../src/protocol/result";

/**
 * One invocation of the function, and its neighbours: Terraform's SDK sends an invocation again while the first one still
 * runs, applies are interrupted and started anew, Lambda kills functions.
 */
interface Invocation {
  /** Time from the start of the invocation before it. */
  readonly afterMs: number;
  readonly faults: (Fault | null)[];
  readonly timeoutSeconds: number | null;
  /** The request with which the function is killed: nothing is heard of it after that. */
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
);

const invocation: fc.Arbitrary<Invocation> = fc.record({
  afterMs: fc.oneof(fc.integer({ max: 3_000, min: 0 }), fc.integer({ min: 3_000, max: 300_000 })),
  faults: fc.array(burst, { maxLength: 6 }).map((bursts) => bursts.flat()),
  timeoutSeconds: fc.option(fc.integer({ min: 1, max: 120 })),
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

/** An invocation among these may fail; what must not is the request as a whole. */
const EXPECTED_ERRORS = [
  "AccessDenied",
  "SigningJobFailed",
  "SigningJobNotFinished",
  "SigningJobNotFound",
  "SigningJobNotStarted",
  "SigningProfileNotFound",
];

function* untilKilled(faults: (Fault | null)[], killedAtRequest: number): Generator<Fault | null> {
  for (let request = 0; ; request++) yield request >= killedAtRequest ? "killed" : (faults[request] ?? null);
}

test("whatever fails, is killed, sent again or runs side by side, one request ends in exactly one successful job", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(invocation, { minLength: 1, maxLength: 5 }),
      plans,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (invocations, jobs, jitter) => {
        const world = new World(() => jitter.next().value as number);
        world.signer.plans = [...jobs];
        const request: Event = signEvent();

        const results: SigningResult[] = [];
        const running: Promise<void>[] = [];
        for (const { afterMs, faults, timeoutSeconds, killedAtRequest } of invocations) {
          await world.clock.pass(afterMs);
          const life = world.begin({ ...request, timeoutSeconds }, { faults: untilKilled(faults, killedAtRequest) });
          running.push(
            life.then(
              (result) => void results.push(result as SigningResult),
              (error: Error) => expect(EXPECTED_ERRORS).toContain(error.name),
            ),
          );
        }
        await world.clock.run(Promise.race([Promise.all(running), world.clock.sleep(1_000_000)]));

        // The user applies until it works: a job that failed before an apply, or in it, is one attempt each.
        for (let applies = 0; applies <= jobs.length && results.length === 0; applies++) {
          await world.clock.pass(60_000);
          await world.invoke(request).then(
            (result) => results.push(result),
            (error: Error) => expect(error.name).toBe("SigningJobFailed"),
          );
        }
        results.push(await world.invoke(request));

        const successful = world.signer.allJobs.filter(({ status }) => status === "Succeeded");
        expect(successful).toHaveLength(1);
        expect(world.signer.allJobs.filter(({ status }) => status === "InProgress")).toEqual([]);
        expect(new Set(results.map(({ jobId }) => jobId))).toEqual(new Set([successful[0].jobId]));
        expect(new Set(world.signer.tokens).size).toBe(world.signer.tokens.length);
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
