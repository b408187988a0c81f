import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runExample } from "../../examples/runner/run-example";
import { exampleNames } from "../../examples/runner/synthesize";
import { freshAccountId } from "../sandbox-under-test";
import { describeWithTerraform } from "../terraform/terraform-under-test";

const EXAMPLES = resolve(__dirname, "../../examples");

/** Those about which there is more to test than that they can be deployed. */
const TESTED_ELSEWHERE = [
  "cross-account",
  "ignore-failures",
  "import-signing-job",
  "revoke-on-destroy",
  "sign-lambda-package",
];

const names = exampleNames();

describe.each(names)("the example %s", (name) => {
  test("can be deployed with cdktf as it stands", () => {
    const { app, projectId } = JSON.parse(readFileSync(join(EXAMPLES, name, "cdktf.json"), "utf8"));
    expect(app).toBe("npx tsx main.ts");
    expect(projectId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is in the list of examples", () => {
    expect(readFileSync(join(EXAMPLES, "README.md"), "utf8")).toContain(`[${name}](${name}/`);
  });
});

test("no two examples are the same project to cdktf", () => {
  const ids = names.map((name) => JSON.parse(readFileSync(join(EXAMPLES, name, "cdktf.json"), "utf8")).projectId);
  expect(new Set(ids).size).toBe(ids.length);
});

describeWithTerraform("on the sandbox", (sandbox) => {
  test.each(names.filter((name) => !TESTED_ELSEWHERE.includes(name)))(
    "the example %s is deployed, then unchanged, and destroyed",
    async (name) => {
      const steps: string[] = [];
      await runExample(name, {
        sandboxUrl: sandbox.url,
        accountId: freshAccountId(),
        terraformLine: (line) => steps.push(line),
      });
      expect(steps).toContainEqual(expect.stringMatching(/^Apply complete! Resources: [1-9]/));
      expect(steps).toContainEqual(expect.stringMatching(/^Destroy complete! Resources: [1-9]/));
    },
  );
});
