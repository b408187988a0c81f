import * as fc from "fast-check";
import { DeclaredRunner, runner } from "./declared-runner";
import { declaredText, DeclaredText, DeclaredValue, declaredValue, valueOf } from "./declared-text";
import {
  accountId,
  bucketName,
  constructId,
  jobId,
  keyPrefix,
  kmsKeyArn,
  objectKey,
  objectVersion,
  profileName,
  profileVersion,
  revocationReason,
  storableKey,
  triggerName,
  triggerValue,
} from "./texts";

export type DeclaredProfile =
  | { readonly kind: "made"; readonly name: string | null }
  | { readonly kind: "lookedUp"; readonly name: DeclaredText }
  | {
      readonly kind: "described";
      readonly name: DeclaredText;
      readonly version: DeclaredText | null;
      readonly owner: DeclaredText | null;
      readonly region: string | null;
    };

/** Where a source comes from: its coordinates, or an `aws_s3_object`, whose bucket and key are in the configuration. */
export type DeclaredSource =
  | {
      readonly kind: "coordinates";
      readonly bucket: DeclaredText;
      readonly key: DeclaredText;
      readonly version: DeclaredText;
    }
  | { readonly kind: "object"; readonly bucket: DeclaredText; readonly key: DeclaredText };

/** The properties that a program gives to a signing job, as data, so they can be printed and reduced. */
export interface DeclaredJob {
  /** Part of the ids of constructs. */
  readonly id?: string;
  readonly profile?: DeclaredProfile;
  readonly source?: DeclaredSource;
  readonly sourceKmsKey?: DeclaredText;
  readonly destination?: { readonly bucket: DeclaredText; readonly prefix: DeclaredText | null };
  readonly destinationKmsKey?: DeclaredText;
  readonly ignoreSigningJobFailure?: DeclaredValue<boolean>;
  readonly profileOwner?: DeclaredText;
  readonly timeoutSeconds?: DeclaredValue<number>;
  readonly triggers?: readonly (readonly [DeclaredText, DeclaredText])[];
  readonly importJobId?: DeclaredText;
  readonly revocation?:
    { readonly revokeOnDestroy: false } | { readonly revokeOnDestroy: true; readonly reason: DeclaredText | null };
  readonly runner?: DeclaredRunner;
  /** Whether the AWS provider is one with an alias. */
  readonly isElsewhere?: boolean;
}

const plainly = (text: string): DeclaredText => [{ way: "literal", text }];

/** Defaults for required properties that a declaration omits. */
export const PLAIN = {
  profile: { kind: "described", name: plainly("plain"), version: null, owner: null, region: null },
  source: { kind: "coordinates", bucket: plainly("packages"), key: plainly("code.zip"), version: plainly("1") },
  destination: { bucket: plainly("signed-packages"), prefix: null },
  runner: { kind: "stack" },
} satisfies DeclaredJob;

const profile: fc.Arbitrary<DeclaredProfile> = fc.oneof(
  fc.record({ kind: fc.constant("made"), name: fc.option(profileName) }),
  fc.record({ kind: fc.constant("lookedUp"), name: declaredText(profileName) }),
  fc.record({
    kind: fc.constant("described"),
    name: declaredText(profileName),
    version: fc.option(declaredText(profileVersion)),
    owner: fc.option(declaredText(accountId)),
    region: fc.option(fc.constantFrom("us-east-1", "ap-southeast-4", "us-gov-west-1")),
  }),
);

/** Key and bucket of an L1 construct are templates of the Terraform language, so special characters are omitted. */
const templateText = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  text.map((value) => value.replace(/[$%\r\ufeff]/g, "_"));

const source: fc.Arbitrary<DeclaredSource> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("coordinates"),
      bucket: declaredText(bucketName),
      key: declaredText(objectKey),
      version: declaredText(objectVersion),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("object"),
      bucket: declaredText(bucketName),
      key: fc.oneof(
        declaredText(templateText(storableKey)),
        templateText(storableKey).map((text): DeclaredText => [{ way: "decomposed", text }]),
      ),
    }),
  },
);

const triggers = fc.uniqueArray(fc.tuple(declaredText(triggerName), declaredText(triggerValue)), {
  selector: ([name]) => valueOf(name),
  maxLength: 4,
});

const ANY: { readonly [Property in keyof DeclaredJob]-?: fc.Arbitrary<NonNullable<DeclaredJob[Property]>> } = {
  id: constructId,
  profile,
  source,
  sourceKmsKey: declaredText(kmsKeyArn),
  destination: fc.record({ bucket: declaredText(bucketName), prefix: fc.option(declaredText(keyPrefix)) }),
  destinationKmsKey: declaredText(kmsKeyArn),
  ignoreSigningJobFailure: declaredValue(fc.boolean()),
  profileOwner: declaredText(accountId),
  timeoutSeconds: declaredValue(fc.integer({ min: 1, max: 900 })),
  triggers,
  importJobId: declaredText(jobId),
  revocation: fc.oneof(
    fc.constant({ revokeOnDestroy: false as const }),
    fc.record({ revokeOnDestroy: fc.constant(true as const), reason: fc.option(declaredText(revocationReason)) }),
  ),
  runner,
  isElsewhere: fc.boolean(),
};

/**
 * Any job that the constructs accept. It is drawn as a list of properties, because fast-check makes a list smaller by halves, and
 * so quickly leaves out what has nothing to do with a failure.
 */
export const job: fc.Arbitrary<DeclaredJob> = fc
  .uniqueArray(
    fc.oneof(
      ...Object.entries(ANY).map(([name, value]) => fc.tuple(fc.constant(name), value as fc.Arbitrary<unknown>)),
    ),
    {
      selector: ([name]) => name,
      maxLength: Object.keys(ANY).length,
      size: "max",
    },
  )
  .map((properties) => Object.fromEntries(properties) as DeclaredJob)
  .map(({ importJobId, ...declared }) =>
    // A job with `revokeOnDestroy` cannot adopt another job.
    declared.revocation?.revokeOnDestroy ? declared : { ...declared, importJobId },
  );
