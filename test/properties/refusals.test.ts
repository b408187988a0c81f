import { TerraformStack } from "cdktf";
import * as fc from "fast-check";
import { propertySettings } from "./settings";
import * as texts from "./texts";
import { Platform, SigningDestination, SigningJob, SigningFunction, SigningProfile, SigningSource } from "../../src";
import { newStack } from "../synth/fixtures";

/** Values that a program passes by mistake: values of environment variables, and values that a compiler would refuse. */
const mistake = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, "", " ", "null", NaN, Infinity, -0, 0, -1, 1.5, 1e21, true, false, {}, []),
  fc.string({
    unit: fc.constantFrom("\ud800", "\udfff", "a", "e\u0301", "Å", "${", "\u0000", "-", ":", "/"),
    maxLength: 4,
  }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("x".repeat(2_000), "1".repeat(12), "arn:aws:s3:::bucket", "s3://bucket", "alias/key"),
  fc.integer(),
  fc.double(),
);

function optional<T>(right: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(right, { nil: undefined });
}

const right = fc.record({
  profile: fc.record({
    signingProfileName: texts.profileName,
    signingProfileVersion: optional(texts.profileVersion),
    profileOwner: optional(texts.accountId),
    region: optional(fc.constant("eu-west-1")),
  }),
  runner: fc.record({
    functionName: optional(texts.functionName),
    memorySize: optional(fc.integer({ min: 128, max: 10240 })),
    timeoutSeconds: fc.constant(900),
    runtime: optional(fc.constant("nodejs22.x")),
    logRetentionDays: optional(fc.constantFrom(0, 30)),
    logKmsKeyArn: optional(texts.kmsKeyArn),
    roleName: optional(texts.functionName),
    rolePath: optional(fc.constant("/signing/")),
    permissionsBoundaryArn: optional(fc.constant("arn:aws:iam::111111111111:policy/boundary")),
    roleArn: fc.constant(undefined as string | undefined),
  }),
  source: fc.record({
    bucket: texts.bucketName,
    key: texts.objectKey,
    version: texts.objectVersion,
    kmsKeyArn: optional(texts.kmsKeyArn),
  }),
  destination: fc.record({
    bucket: texts.bucketName,
    prefix: optional(texts.keyPrefix),
    kmsKeyArn: optional(texts.kmsKeyArn),
  }),
  job: fc
    .record({
      ignoreSigningJobFailure: optional(fc.boolean()),
      profileOwner: optional(texts.accountId),
      timeoutSeconds: optional(fc.integer({ min: 1, max: 900 })),
      importJobId: optional(texts.jobId),
      revokeOnDestroy: fc.constant<boolean | undefined>(true),
      revocationReason: optional(texts.revocationReason),
    })
    // A job with `revokeOnDestroy` cannot adopt another job.
    .map((job) => (job.importJobId ? { ...job, revokeOnDestroy: undefined, revocationReason: undefined } : job)),
  triggers: fc.dictionary(texts.triggerName, texts.triggerValue, { maxKeys: 2 }),
});

/** One of the existing properties gets another value. */
const change = fc.tuple(fc.nat(), fc.nat(), mistake);

type Declaration = typeof right extends fc.Arbitrary<infer T> ? T : never;

function changed(
  declaration: Declaration,
  changes: readonly [group: number, property: number, value: unknown][],
): Declaration {
  const result: Record<string, Record<string, unknown>> = { ...declaration };
  for (const [groupNumber, propertyNumber, value] of changes) {
    const group = Object.keys(result)[groupNumber % Object.keys(result).length];
    const properties = Object.keys(result[group]);
    const property = properties[propertyNumber % properties.length] ?? "e\u0301";
    result[group] = { ...result[group], [property]: value };
  }
  return result as unknown as Declaration;
}

function declare(stack: TerraformStack, { profile, runner, source, destination, job, triggers }: Declaration): void {
  new SigningProfile(stack, "made", {
    platform: Platform.AWS_LAMBDA_SHA384_ECDSA,
    signingProfileName: profile.signingProfileName,
  });
  new SigningJob(stack, "job", {
    profile: SigningProfile.fromSigningProfileAttributes(stack, "profile", profile),
    source: SigningSource.fromBucket(source.bucket, source.key, source.version, { kmsKeyArn: source.kmsKeyArn }),
    destination: SigningDestination.toBucket(destination.bucket, destination.prefix, {
      kmsKeyArn: destination.kmsKeyArn,
    }),
    signingFunction: new SigningFunction(stack, "runner", runner),
    triggers,
    ...job,
  });
}

test("a job with any values is either refused with an error that names its path, or can be synthesized", () => {
  let [refused, synthesized] = [0, 0];
  fc.assert(
    fc.property(right, fc.array(change, { maxLength: 2 }), (declaration, changes) => {
      const stack = newStack();
      try {
        declare(stack, changed(declaration, changes));
      } catch (error) {
        refused++;
        expect(error).toMatchObject({
          name: "ValidationError",
          message: expect.stringMatching(/^\[stack\/(?:job|profile|made|runner)\] .*".+".{10}/s),
        });
        return;
      }
      synthesized++;
      stack.prepareStack();
      expect(() => stack.toTerraform()).not.toThrow();
    }),
    propertySettings(200),
  );
  expect(Math.min(refused, synthesized)).toBeGreaterThan(40);
});
