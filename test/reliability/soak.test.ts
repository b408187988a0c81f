import type { SigningJob } from "@aws-sdk/client-signer";
import { handlerPackage, wrapped } from "./handler-package";
import { parseOptions, UsageError } from "../../bench/soak/options";
import type { Outcome, RevocationAttempt } from "../../bench/soak/play-schedule";
import { explanation } from "../../bench/soak/report";
import { scheduleOf } from "../../bench/soak/schedule";
import { soak } from "../../bench/soak/soak";
import { judge } from "../../bench/soak/verdict";
import { describeWithSandbox } from "../sandbox-under-test";

const SEED = 20260101;
const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

/** An entry point that turns every invocation into a new request. */
const FORGETFUL = `
  import { randomUUID } from "node:crypto";
  import { handler as real } from "./index.mjs";
  export const handler = async (event, context) => real({ ...event, requestToken: randomUUID() }, context);`;

describeWithSandbox("a soak of random fault schedules", (sandbox) => {
  test("ends in exactly one successful job for each request, and its result arrives", async () => {
    const judged = await soak({ sandbox, handler: handlerPackage(), seed: SEED, indexes: EIGHT, parallel: 4 });
    expect(judged.filter(({ findings }) => findings.length > 0).map(explanation)).toEqual([]);
    expect(judged.map(({ played }) => played.schedule.index)).toEqual(EIGHT);
  });

  test("finds the duplicates of a handler that forgets its request", async () => {
    const handler = wrapped(handlerPackage(), FORGETFUL);
    const judged = await soak({ sandbox, handler, seed: SEED, indexes: [0, 1], parallel: 2 });
    for (const { findings } of judged) {
      expect(findings).toContainEqual(expect.objectContaining({ violation: "duplicate" }));
    }
  });
});

describe("schedules", () => {
  const many = Array.from({ length: 200 }, (_, index) => scheduleOf(SEED, index));

  test("are the same for the same seed, and differ for another", () => {
    expect(Array.from({ length: 200 }, (_, index) => scheduleOf(SEED, index))).toEqual(many);
    expect(scheduleOf(SEED + 1, 0)).not.toMatchObject({ applies: many[0].applies });
  });

  test("contain every fault at every possible place", () => {
    const faults = new Set(
      many.flatMap(({ applies }) =>
        applies.flatMap(({ faults: each }) =>
          each.map(({ match, effect }) =>
            `${match?.operation} ${effect.type} ${"when" in effect ? effect.when : ""}`.trim(),
          ),
        ),
      ),
    );
    const atSigner = [
      "throttle",
      "serverError",
      "accessDenied",
      "delay",
      "dropConnection before",
      "dropConnection after",
    ];
    expect([...faults].sort()).toEqual(
      [
        ...["StartSigningJob", "DescribeSigningJob"].flatMap((operation) =>
          atSigner.map((fault) => `${operation} ${fault}`),
        ),
        "Invoke killFunction",
        "Invoke dropConnection before",
        "Invoke dropConnection after",
      ].sort(),
    );
    expect(many.some(({ jobs }) => jobs.filter(({ fails }) => fails).length === 2)).toBe(true);
    expect(many.some(({ applies }) => applies.some(({ invocationsAtMs }) => invocationsAtMs.length === 3))).toBe(true);
    expect(many.some(({ applies }) => applies.some(({ cutOffAtMs }) => cutOffAtMs !== null))).toBe(true);
  });
});

describe("the verdict", () => {
  const success = (jobId: string): SigningJob => ({
    jobId,
    status: "Succeeded",
    signedObject: { s3: { bucketName: "signed", key: `${jobId}.zip` } },
  });
  const failure: SigningJob = { jobId: "f", status: "Failed" };
  const result = (jobId: string, signedKey = `${jobId}.zip`): Outcome => ({ kind: "result", jobId, signedKey });
  const error = (errorType: string): Outcome => ({ kind: "error", errorType, errorMessage: "…" });
  const noAnswer: Outcome = { kind: "noAnswer", reason: "cut off" };

  test.each<[string, Outcome[], SigningJob[], string[]]>([
    [
      "is good for one success whose result arrived",
      [error("SigningJobFailed"), noAnswer, result("a")],
      [failure, success("a")],
      [],
    ],
    ["finds a second success, even if no result names it", [result("a")], [success("a"), success("b")], ["duplicate"]],
    ["finds a success whose result never arrived", [noAnswer, error("AccessDenied")], [success("a")], ["lost"]],
    ["finds a request that nothing was signed for", [error("SigningJobFailed")], [failure], ["lost", "lost"]],
    [
      "finds a result of a job that has not succeeded",
      [result("f"), result("a")],
      [failure, success("a")],
      ["wrong", "wrong"],
    ],
    ["finds a result that names another object", [result("a", "b.zip")], [success("a")], ["wrong"]],
    ["finds an error that no fault explains", [error("UnexpectedError"), result("a")], [success("a")], ["wrong"]],
  ])("%s", (_, outcomes, jobs, violations) => {
    const findings = judge({ schedule: scheduleOf(SEED, 0), sourceKey: "key", outcomes, revocations: [] }, jobs);
    expect(findings.map(({ violation }) => violation)).toEqual(violations);
  });
});

describe("the verdict on revocations", () => {
  const signed: Outcome = { kind: "result", jobId: "a", signedKey: "a.zip" };
  const refused: Outcome = { kind: "error", errorType: "SignatureInUse", errorMessage: "…" };
  const job: SigningJob = { jobId: "a", status: "Succeeded", signedObject: { s3: { key: "a.zip" } } };

  test.each<[string, RevocationAttempt[], string[]]>([
    [
      "is good for a refusal while a function runs, and a revocation afterwards",
      [
        { isInUse: true, outcome: refused, isRevoked: false },
        { isInUse: false, outcome: signed, isRevoked: true },
      ],
      [],
    ],
    ["finds a revocation under a function", [{ isInUse: true, outcome: signed, isRevoked: true }], ["revocation"]],
    [
      "finds a revocation that is reported, but was not made",
      [{ isInUse: false, outcome: signed, isRevoked: false }],
      ["revocation", "revocation"],
    ],
  ])("%s", (_, revocations, violations) => {
    const findings = judge({ schedule: scheduleOf(SEED, 0), sourceKey: "key", outcomes: [signed], revocations }, [job]);
    expect(findings.map(({ violation }) => violation)).toEqual(violations);
  });
});

describe("the command line", () => {
  test("accepts a number of schedules and a seed", () => {
    expect(parseOptions(["--schedules", "3", "--seed", "7"])).toMatchObject({ seed: 7, indexes: [0, 1, 2] });
    expect(parseOptions([])?.indexes).toHaveLength(200);
    expect(parseOptions(["--only", "5", "--seed", "7"])).toMatchObject({ indexes: [5] });
    expect(parseOptions(["--help"])).toBeUndefined();
  });

  test.each([
    ["--schedules", "0"],
    ["--seed", "1.5"],
    ["--parallel", "many"],
    ["--sed", "1"],
  ])("refuses %s %s", (...args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
  });
});
