import * as fc from "fast-check";
import { propertySettings } from "./settings";
import * as texts from "./texts";
import { HandlerError } from "../../src/handler/errors/handler-error";
import type { SignerPort, SigningJob } from "../../src/handler/ports";
import { AwsRequestError } from "../../src/handler/ports";
import { REPORTED_TEXTS, REPORTED_TIMES, valuesFor } from "../../src/protocol/result";
import { validateRequest } from "../../src/protocol/validate";
import type { Fault, JobPlan } from "../handler/fakes/fake-signer";
import { Event, eventFrom, signEvent, World } from "../handler/fakes/world";

const signing: fc.Arbitrary<Event> = fc
  .record(
    {
      requestToken: fc.uuid(),
      importJobId: fc.option(fc.constantFrom("job-0", "job-of-another-request")),
      source: fc.record({ bucketName: texts.bucketName, key: texts.objectKey, version: texts.objectVersion }),
      destination: fc.record({ bucketName: texts.bucketName, prefix: texts.keyPrefix }),
      profileName: texts.profileName,
      profileOwner: fc.option(texts.accountId),
      ignoreSigningJobFailure: fc.constantFrom(true, false, "true", "false", null),
      timeoutSeconds: fc.oneof(fc.constantFrom(null, "60"), fc.integer({ min: 1, max: 900 })),
    },
    { requiredKeys: [] },
  )
  .map((fields) => signEvent(fields));

const revoking: fc.Arbitrary<Event> = fc
  .record({
    action: fc.constantFrom("create", "update", "delete"),
    signingJob: fc.record(
      {
        jobId: fc.constantFrom("job-0", "forgotten"),
        status: fc.constantFrom("Succeeded", "Failed"),
        more: fc.jsonValue(),
      },
      { requiredKeys: ["jobId"] },
    ),
    reason: texts.revocationReason,
  })
  .map(({ action, ...fields }) => eventFrom(`valid/revoke-${action}`, fields));

/** A request in which one value is changed, removed or added, at any depth. */
const nearlyRight = fc
  .tuple(fc.oneof(signing, revoking), fc.nat(), fc.option(fc.nat()), fc.option(fc.jsonValue()))
  .map(([event, outer, inner, value]) => {
    const name = [...Object.keys(event), "unknown"][outer % (Object.keys(event).length + 1)];
    const field = event[name];
    if (inner === null || typeof field !== "object" || field === null) return { ...event, [name]: value ?? undefined };
    const names = [...Object.keys(field), "unknown"];
    return { ...event, [name]: { ...field, [names[inner % names.length]]: value ?? undefined } };
  });

/** A function receives JSON. */
const anyEvent = fc
  .oneof(signing, revoking, nearlyRight, fc.jsonValue())
  .map((event) => JSON.parse(JSON.stringify(event)) as unknown);

const fault = fc.constantFrom<Fault | null>(
  null,
  null,
  "throttled",
  "internal",
  "denied",
  "not found",
  "bad signature",
  "bad credentials",
  "refused",
  "lost",
  "lost after work",
);

/** Values that AWS Signer could report in the future. */
const report: fc.Arbitrary<Partial<SigningJob>> = fc.record(
  {
    status: fc.constantFrom("Succeeded", "Failed", "InProgress", "Queued", ""),
    ...valuesFor([...REPORTED_TEXTS, ...REPORTED_TIMES], () => fc.constant(null)),
    statusReason: fc.option(fc.constantFrom("", "no good", "no\n\ngood!", "$".repeat(3_000))),
    completedAt: fc.option(fc.constant(new Date(0))),
    source: fc.constant(null),
    signedObject: fc.option(fc.constant({ bucketName: null, key: null })),
    revocation: fc.option(
      fc.record({ reason: fc.option(fc.string()), revokedAt: fc.constant(null), revokedBy: fc.constant(null) }),
    ),
  },
  { requiredKeys: [] },
);

/** Failures of AWS Signer, and of anything on the way to it. */
const complaint = fc.record({
  code: fc.constantFrom(
    "ThrottlingException",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "Error",
    "",
    "E\nF",
  ),
  message: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "User: a is not authorized to perform: s3:GetObject"),
  ),
  httpStatus: fc.option(fc.constantFrom(200, 400, 403, 404, 429, 500, 503)),
});

const circumstances = fc.record({
  faults: fc.array(fault, { maxLength: 12 }),
  plans: fc.array(
    fc.record(
      // Usually there is enough time left for the end of the job.
      { durationMs: fc.oneof(fc.nat(5_000), fc.nat(900_000)), failure: fc.constantFrom("no good", "") },
      { requiredKeys: ["durationMs"] },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  remainingTimeMs: fc.oneof(fc.constantFrom(0, 900_000), fc.nat(60_000)),
  accountId: fc.option(texts.accountId),
  report: fc.option(report),
  hasServerTime: fc.boolean(),
  complaints: fc.array(fc.option(complaint), { maxLength: 3 }),
});

type Circumstances = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;

/** The fake AWS Signer, with changed answers. */
function bent(port: SignerPort, { report: changes, hasServerTime, complaints }: Circumstances): SignerPort {
  const next = complaints[Symbol.iterator]();
  const complain = (operation: "StartSigningJob" | "DescribeSigningJob" | "RevokeSignature"): void => {
    const words = next.next().value;
    if (words) throw new AwsRequestError(operation, words.code, words.message, words.httpStatus);
  };
  return {
    startSigningJob: async (input, timeoutMs) => {
      complain("StartSigningJob");
      return port.startSigningJob(input, timeoutMs);
    },
    describeSigningJob: async (jobId, timeoutMs) => {
      complain("DescribeSigningJob");
      const { value, serverTime } = await port.describeSigningJob(jobId, timeoutMs);
      return { value: { ...value, ...changes }, serverTime: hasServerTime ? serverTime : null };
    },
    revokeSignature: async (input, timeoutMs) => {
      complain("RevokeSignature");
      return port.revokeSignature(input, timeoutMs);
    },
  };
}

const RESULT_KEYS = ["jobId", "status", ...REPORTED_TEXTS, ...REPORTED_TIMES, "signedObject", "imported"].sort();

test("any event, with any answer of AWS Signer, gets a complete result or a readable error", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(anyEvent, circumstances, async (event, around) => {
      const world = new World();
      world.signer.plans = around.plans as JobPlan[];
      const connect = world.signer.connect.bind(world.signer);
      world.signer.connect = (faults) => bent(connect(faults), around);
      const validated = validateRequest(event);
      try {
        const result = await world.invoke(event, around);
        seen.add("result");
        expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
        if (!validated.valid) throw new Error("the event is not valid");
        const { request } = validated;
        if (request.operation === "revoke") expect(result).toEqual(request.signingJob);
        else expect(Object.keys(result).sort()).toEqual(RESULT_KEYS);
      } catch (error) {
        const { name, message, stack } = error as HandlerError;
        seen.add(name);
        expect({ error, isInWords: error instanceof HandlerError }).toEqual({ error, isInWords: true });
        expect(name).not.toBe("UnexpectedError");
        expect(message).toMatch(/^[A-Z"][^\r\n]{20,}[.]$/);
        expect(stack).toBe("");
        expect(name === "InvalidRequest").toBe(!validated.valid);
        if (!validated.valid) expect(world.signer.calls).toEqual([]);
      }
    }),
    propertySettings(6_000),
  );
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      "AccessDenied",
      "InvalidCredentials",
      "InvalidRequest",
      "SigningJobFailed",
      "SigningJobNotFinished",
      "SigningJobNotStarted",
      "SigningJobRefused",
      "SigningProfileNotFound",
      "result",
    ]),
  );
});
