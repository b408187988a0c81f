import fc from "fast-check";
import { object, statement } from "./fixtures";
import { shareQuota } from "../../../src/role/policy/budget";
import { documentSize, pack } from "../../../src/role/policy/packing";
import { sum } from "../../../src/role/policy/size";

const QUOTA = { inlineSize: 10_240, managedPolicies: 8 };

/** What a stack with so many signing jobs asks for. */
function wishFor(jobs: number) {
  const keys = Array.from({ length: jobs }, (_, index) => `${"k".repeat(100)}-${index}`);
  return [
    statement(
      "s3:GetObjectVersion",
      keys.map((key) => object("packages", key)),
    ),
  ];
}

describe("the quota of a role that several stacks share", () => {
  test("is not exceeded, whatever they ask for", () => {
    const jobs = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(jobs, (counts) => {
        const shares = shareQuota(counts.map(wishFor), QUOTA);
        expect(sum(shares.map(([inline]) => inline))).toBeLessThanOrEqual(QUOTA.inlineSize);
        expect(sum(shares.map((sizes) => sizes.length - 1))).toBeLessThanOrEqual(QUOTA.managedPolicies);
      }),
      { numRuns: 50 },
    );
  });

  test("gives each what it asks for as long as there is enough for all", () => {
    const wishes = [20, 40, 5].map(wishFor);
    expect(shareQuota(wishes, QUOTA)).toEqual(wishes.map((wish) => [documentSize(wish)]));
  });

  test("gives who asks for little all of it, and managed policies to who asks for more", () => {
    const wishes = [5, 200].map(wishFor);
    const [little, much] = shareQuota(wishes, QUOTA);
    expect(little).toEqual([documentSize(wishes[0])]);
    expect(much[0]).toBe(QUOTA.inlineSize - little[0]);
    expect(pack(wishes[1], much)).toHaveLength(much.length);
  });

  test("is divided as they ask, where there is not enough for all", () => {
    const managed = shareQuota([200, 600, 10].map(wishFor), QUOTA).map((sizes) => sizes.length - 1);
    expect(managed).toEqual([2, 6, 0]);
  });
});
