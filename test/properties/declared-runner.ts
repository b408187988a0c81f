import * as fc from "fast-check";
import { declaredText, DeclaredText } from "./declared-text";
import { anyName, functionName, kmsKeyArn, plainTexts } from "./texts";

export interface RunnerOptions {
  readonly functionName: DeclaredText | null;
  readonly memorySize: number | null;
  readonly logRetentionDays: number | null;
  readonly logKmsKeyArn: DeclaredText | null;
  readonly isInNetwork: boolean;
  readonly tags: readonly (readonly [string, DeclaredText])[] | null;
}

/** The function that runs a job: that of the stack, one of its own, one of another stack, or one with a role of the user's. */
export type DeclaredRunner =
  | { readonly kind: "stack" }
  | {
      readonly kind: "own";
      readonly options: RunnerOptions;
      readonly rolePath: string | null;
      readonly permissionsBoundaryArn: string | null;
    }
  | { readonly kind: "ownRole"; readonly options: RunnerOptions; readonly roleArn: DeclaredText }
  | { readonly kind: "imported"; readonly functionName: DeclaredText };

const printable = fc.stringMatching(/^[\x21-\x7e]{1,40}$/);

const options: fc.Arbitrary<RunnerOptions> = fc.record({
  functionName: fc.option(declaredText(functionName)),
  memorySize: fc.option(fc.integer({ min: 128, max: 10240 })),
  logRetentionDays: fc.option(fc.constantFrom(0, 1, 30, 3653)),
  logKmsKeyArn: fc.option(declaredText(kmsKeyArn)),
  isInNetwork: fc.boolean(),
  tags: fc.option(
    fc.uniqueArray(fc.tuple(anyName, declaredText(plainTexts(0, 120))), {
      selector: ([name]) => name,
      maxLength: 3,
    }),
  ),
});

export const runner: fc.Arbitrary<DeclaredRunner> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: "stack" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("own"),
      options,
      rolePath: fc.option(printable.map((name) => `/${name}/`)),
      permissionsBoundaryArn: fc.option(printable.map((name) => `arn:aws:iam::111111111111:policy/${name}`)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("ownRole"),
      options,
      roleArn: declaredText(printable.map((name) => `arn:aws:iam::111111111111:role/${name}`)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("imported"), functionName: declaredText(functionName) }) },
);
