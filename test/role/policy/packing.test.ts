import fc from "fast-check";
import { NO_CONTEXT, object, prefix, statement } from "./fixtures";
import { policyStatements } from "../../../src/role/policy/document";
import { iamText } from "../../../src/role/policy/iam-text";
import { documentSize, packPolicies, PolicyStatement } from "../../../src/role/policy/packing";
import { sum } from "../../../src/role/policy/size";
import { covers } from "../../synth/iam-pattern";

const QUOTA = { inlineSize: 10_240, managedPolicies: 8 };

const bucket = fc.constantFrom("bucket-a", "bucket-b");
const key = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "services/",
      "01",
      "*",
      "?",
      "$",
      "${",
      "%",
      "%{",
      "é",
      "日",
      '"',
      "<",
      "\\",
      "x".repeat(300),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));
const objects = fc.array(
  fc.tuple(bucket, key).map(([name, text]) => object(name, text)),
  { minLength: 1, maxLength: 150 },
);

describe("policies that several stacks share", () => {
  test("contain exactly the statements of each stack, within the quotas of IAM, or are refused", () => {
    let packedOnes = 0;
    fc.assert(
      fc.property(fc.array(objects, { minLength: 1, maxLength: 4 }), (stacks) => {
        const wanted = stacks.map((resources) => [statement("s3:GetObjectVersion", resources)]);
        const packed = packPolicies(wanted, QUOTA);
        if (!packed) return;
        packedOnes++;
        expect(packed.map((documents) => resourcesOf(documents.flat()))).toEqual(wanted.map(resourcesOf));
        expect(sum(packed.map(([inline]) => documentSize(inline)))).toBeLessThanOrEqual(QUOTA.inlineSize);
        const managed = packed.flatMap(([, ...documents]) => documents);
        expect(managed.length).toBeLessThanOrEqual(QUOTA.managedPolicies);
        for (const document of managed) expect(documentSize(document)).toBeLessThanOrEqual(6_144);
      }),
    );
    expect(packedOnes).toBeGreaterThan(20);
  });

  test("give a small stack an inline policy for everything, and the rest of the quota to the others", () => {
    const keys = (count: number) =>
      Array.from({ length: count }, (_, index) => object("b", `${"k".repeat(100)}-${index}`));
    const wanted = [5, 200].map((count) => [statement("s3:GetObjectVersion", keys(count))]);
    const [little, much] = packPolicies(wanted, QUOTA)!;
    expect(little).toHaveLength(1);
    expect(much.length).toBeGreaterThan(1);
    expect(packPolicies(wanted, { ...QUOTA, managedPolicies: much.length - 2 })).toBeUndefined();
  });
});

describe("a wildcard for objects", () => {
  test("replaces exactly what it covers in its statement", () => {
    fc.assert(
      fc.property(
        objects,
        fc.array(fc.tuple(bucket, fc.oneof(fc.constant(""), key)), { maxLength: 5 }),
        (some, prefixes) => {
          const declared = [...some, ...prefixes.map(([name, start]) => prefix(name, start))].map(textOf);
          const [{ resources }] = policyStatements(
            [{ actions: ["s3:GetObjectVersion"], resources: declared }],
            NO_CONTEXT,
          );
          const kept = resources.map(textOf);
          expect(declared).toEqual(expect.arrayContaining(kept));
          for (const each of declared.filter((text) => !kept.includes(text))) {
            expect(kept.some((wide) => wide.endsWith("*") && each.startsWith(wide.slice(0, -1)))).toBe(true);
          }
        },
      ),
    );
  });

  test.each([
    ["a", "a/x.zip", true],
    ["a/", "a", false],
    ["a%", "a%{x", true],
    ["a%%", "a%{x", false],
    ["a$", "a${x", true],
    ["a*", "ab", false],
  ])("with the prefix %j covers the key %j: %p", (start, text, isCovered) => {
    const resources = [`arn:aws:s3:::b/${iamText(start)}*`, `arn:aws:s3:::b/${iamText(text)}`];
    const [{ resources: kept }] = policyStatements([{ actions: ["s3:GetObjectVersion"], resources }], NO_CONTEXT);
    expect(kept).toHaveLength(isCovered ? 1 : 2);
    expect(covers(textOf(prefix("b", start)), `arn:aws:s3:::b/${text}`)).toBe(isCovered);
  });
});

/** The resource as text, which has no references. */
function textOf({ start, isObjectPrefix }: { readonly start: string; readonly isObjectPrefix: boolean }): string {
  return isObjectPrefix ? `${start}*` : start;
}

function resourcesOf(statements: readonly PolicyStatement[]): string[] {
  return [...new Set(statements.flatMap(({ resources }) => resources.map(({ expression }) => expression)))].sort();
}
