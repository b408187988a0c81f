import { isAtLeast, TerraformVersion } from "./terraform-version";

/** Test files, below `test`, that a version is tested with. */
export interface Suite {
  readonly name: "smoke" | "all";
  readonly files: readonly string[];
  /** Files that the version cannot pass, with the reason. */
  readonly excluded: Readonly<Record<string, string>>;
}

/** Apply, empty plan, sign again, revoke, destroy: of a stack in the tests, and of an example. */
const SMOKE = ["scenarios/signed-lambda-package.test.ts", "examples/revoke-on-destroy.test.ts"];

/** Everything that runs Terraform. */
const ALL = ["examples/", "invariants/", "scenarios/"];

const REMOVED = "requires `removed` blocks, of Terraform 1.7";
const NEEDS_REMOVED = [
  "examples/import-signing-job.test.ts",
  "invariants/signing-jobs.test.ts",
  "scenarios/import.test.ts",
  "scenarios/revocation.test.ts",
];
const KILLED = "kills it, and OpenTofu then loses what it has not stored";
const NOT_WITH_OPENTOFU = {
  "scenarios/killed-first-apply.test.ts": KILLED,
  "scenarios/killed.test.ts": KILLED,
  "scenarios/installed-package.test.ts": "runs the commands of cdktf and cdktn, which are tested with Terraform only",
};

/** The tests that apply to a version. */
export function suiteFor({ product, version }: TerraformVersion, isComplete: boolean): Suite {
  if (!isComplete) return { name: "smoke", files: SMOKE, excluded: {} };
  if (product === "OpenTofu") return { name: "all", files: ALL, excluded: NOT_WITH_OPENTOFU };
  const excluded = isAtLeast(version, "1.7") ? [] : NEEDS_REMOVED.map((file) => [file, REMOVED]);
  return { name: "all", files: ALL, excluded: Object.fromEntries(excluded) as Record<string, string> };
}
