import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exampleNames } from "../../examples/runner/synthesize";

const EXAMPLES = resolve(__dirname, "../../examples");

const names = exampleNames();

describe.each(names)("the example %s", (name) => {
  test("can be deployed with cdktf without a change", () => {
    const { app, projectId } = JSON.parse(readFileSync(join(EXAMPLES, name, "cdktf.json"), "utf8"));
    expect(app).toBe("npx tsx main.ts");
    expect(projectId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is in the list of examples", () => {
    expect(readFileSync(join(EXAMPLES, "README.md"), "utf8")).toContain(`[${name}](${name}/`);
  });

  test("is deployed and destroyed by its own test", () => {
    const file = join(__dirname, `${name}.test.ts`);
    expect(existsSync(file) ? readFileSync(file, "utf8") : `there is no ${file}`).toMatch(
      new RegExp(`^(testExample\\(\\s*"|describeWithTerraform\\("the example )${name}\\b`, "m"),
    );
  });
});

test("every example has its own project id", () => {
  const ids = names.map((name) => JSON.parse(readFileSync(join(EXAMPLES, name, "cdktf.json"), "utf8")).projectId);
  expect(new Set(ids).size).toBe(ids.length);
});
