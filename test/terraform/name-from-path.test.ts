import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { nameFromPath } from "../../src/terraform/name-from-path";

function named(path: readonly string[], maxLength: number): string {
  const [stack, ...rest] = path;
  const root: Construct = new TerraformStack(new App(), stack);
  return nameFromPath(
    rest.reduce((scope, id) => new Construct(scope, id), root),
    { maxLength, separator: "-" },
  );
}

describe("a generated name", () => {
  test("is the path and a hash of it", () => {
    expect(named(["billing", "job"], 40)).toMatch(/^billing-job-[0-9a-f]{8}$/);
  });

  test("keeps the end of a path that is too long, from a word boundary on", () => {
    expect(named(["billing-production", "aws-signer-default"], 38)).toMatch(
      /^production-aws-signer-default-[0-9a-f]{8}$/,
    );
    expect(named(["a-very-long-stackname", "aws-signer-default"], 38)).toMatch(
      /^stackname-aws-signer-default-[0-9a-f]{8}$/,
    );
  });

  test("cuts a single word that is too long", () => {
    expect(named(["a".repeat(50)], 20)).toMatch(/^a{11}-[0-9a-f]{8}$/);
  });

  test("distinguishes constructs with similar paths", () => {
    expect(named(["stack", "a-b"], 38)).not.toBe(named(["stack", "a", "b"], 38));
  });

  test("never exceeds its length limit", () => {
    for (const maxLength of [20, 38, 55]) {
      for (const length of [1, 10, 11, 12, 29, 30, 60]) {
        expect(named(["s".repeat(length), "x y", "z".repeat(length)], maxLength).length).toBeLessThanOrEqual(maxLength);
      }
    }
  });
});
