import { Random } from "../../../bench/soak/random";
import { LookTimes } from "../../../src/handler/retry/look-times";
import { Pace } from "../../../src/handler/retry/pace";
import type { SigningResult } from "../../../src/protocol/result";
import type { Fault } from "../fakes/fake-signer";
import { RequestQuota } from "../fakes/request-quota";
import { signEvent, World } from "../fakes/world";

const JOBS = 60;
const REQUESTS_PER_SECOND = 10;

/** Signs as `terraform apply` does: with a fixed number of parallel invocations. */
async function signAll(seed: number, parallelism: number, durationMs: number) {
  const random = new Random(`throttling/${seed}`);
  const world = new World(() => random.fraction());
  const quota = new RequestQuota(world.clock, REQUESTS_PER_SECOND);
  world.signer.plans = [{ durationMs }];
  const results: SigningResult[] = [];
  let begun = 0;
  const signNext = async (lookTimes: LookTimes): Promise<void> => {
    if (begun === JOBS) return;
    const event = signEvent({ requestToken: `token-${begun++}` });
    results.push((await world.begin(event, { faults: quota.faults(), lookTimes })) as SigningResult);
    await signNext(lookTimes);
  };
  // AWS Lambda has an execution environment for each invocation that runs at the same time, and uses it again for the next.
  const environments = Array.from({ length: parallelism }, () => new LookTimes(new Pace(world.clock)));
  await world.clock.run(Promise.all(environments.map(signNext)));
  return {
    statuses: results.map(({ status }) => status),
    jobs: world.signer.allJobs.length,
    callsPerJob: world.signer.calls.length / JOBS,
    throttledPerJob: quota.throttled / JOBS,
    seconds: world.clock.now() / 1000,
  };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

describe(`${JOBS} jobs that share ${REQUESTS_PER_SECOND} requests per second`, () => {
  test.each([
    // At most half of the throttled calls of a function that forgets them with each request, which needs 6.5, 13.5 and
    // 11.1 a job, and no more than its time: 27, 138 and 22 s.
    { parallelism: 10, jobSeconds: 1.5, mostThrottledPerJob: 3.2, mostSeconds: 27 },
    { parallelism: 10, jobSeconds: 20, mostThrottledPerJob: 6.7, mostSeconds: 138 },
    { parallelism: 60, jobSeconds: 1.5, mostThrottledPerJob: 5.5, mostSeconds: 22 },
  ])(
    "of $jobSeconds s, $parallelism at a time, all succeed, with few throttled calls and in no more time",
    async ({ parallelism, jobSeconds, mostThrottledPerJob, mostSeconds }) => {
      const runs = [];
      for (let seed = 0; seed < 5; seed++) runs.push(await signAll(seed, parallelism, jobSeconds * 1000));
      for (const { statuses, jobs } of runs) {
        expect(statuses).toEqual(new Array(JOBS).fill("Succeeded"));
        expect(jobs).toBe(JOBS);
      }
      expect(mean(runs.map(({ throttledPerJob }) => throttledPerJob))).toBeLessThanOrEqual(mostThrottledPerJob);
      expect(mean(runs.map(({ seconds }) => seconds))).toBeLessThanOrEqual(mostSeconds);
    },
  );
});

test.each([1.5, 2])(
  "ten at a time need at most 4 calls for a job of %d s, and end no later than with a look at each moment",
  async (jobSeconds) => {
    const runs = [];
    for (let seed = 0; seed < 10; seed++) runs.push(await signAll(seed, 10, jobSeconds * 1000));
    expect(mean(runs.map(({ callsPerJob }) => callsPerJob))).toBeLessThanOrEqual(4);
    // Without the state of an environment, it took 6.0 and 6.7 calls, and 23.2 and 26.1 s.
    expect(mean(runs.map(({ seconds }) => seconds))).toBeLessThanOrEqual(jobSeconds === 1.5 ? 23.2 : 26.1);
  },
);

test("an execution environment that was throttled an hour ago starts like any other", async () => {
  const world = new World();
  const lookTimes = new LookTimes(new Pace(world.clock));
  const times = async (options: object) => {
    const [before, startedAt] = [world.signer.calls.length, world.clock.now()];
    await world.invoke(signEvent({ requestToken: `token-${before}` }), options);
    return world.signer.calls.slice(before).map(({ at }) => Math.round(at - startedAt));
  };
  const undisturbed = await times({});
  await times({ lookTimes, faults: ["throttled", "throttled"] });
  await world.clock.pass(3_600_000);
  expect(await times({ lookTimes })).toEqual(undisturbed);
});

describe("an invocation", () => {
  /** Times between an answer of AWS Signer and the request after it. */
  async function pausesAfter(faults: (Fault | null)[]): Promise<number[]> {
    const world = new World(() => 0.999);
    world.signer.plans = [{ durationMs: 60_000 }];
    await world.invoke(signEvent(), { faults });
    const times = world.signer.calls.map(({ at }) => at);
    return times.slice(1).map((at, index) => Math.round(at - times[index]));
  }

  test("that was throttled polls less often, and then gradually more often again", async () => {
    const undisturbed = await pausesAfter([]);
    const pauses = await pausesAfter(["throttled", "throttled", "throttled"]);
    const polls = pauses.slice(3);
    // Of the 4 s after the third throttled answer, the first success takes a fifth, and so on.
    expect(polls.slice(0, 3).map((pause) => Math.round(pause / 100))).toEqual([32, 26, 21]);
    expect(polls.length).toBeGreaterThan(15);
    expect(pauses.at(-2)).toBeLessThanOrEqual(Math.max(...undisturbed));
  });

  test.each<Fault>(["internal", "lost", "denied", "not found"])(
    "that met what is %s is as fast as any other once that is over",
    async (fault) => {
      const pauses = await pausesAfter([fault, fault, fault, fault]);
      expect(pauses.slice(4, 20)).toEqual((await pausesAfter([])).slice(0, 16));
    },
  );

  test("that was throttled polls its job a last time when the time runs out, and not later", async () => {
    const world = new World(() => 0.999);
    world.signer.plans = [{ durationMs: 9_000 }];
    const faults: Fault[] = ["throttled", "throttled", "throttled"];
    await world.failToInvoke(signEvent({ timeoutSeconds: 8 }), { faults });
    expect(world.signer.calls.at(-1)).toMatchObject({ operation: "DescribeSigningJob", at: 8_000 });
  });
});
