import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configurationIn, typeScriptConfiguration, workspaceOf } from "../../packaging/languages/example";
import { PYTHON } from "../../packaging/languages/python";

/** The other languages take minutes each, for generating and compiling bindings: `npm run languages` runs them. */
describe("the wheel", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-python-"));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("installed with pip, synthesizes the same configuration in a Python program as the npm package in TypeScript", async () => {
    const workspace = workspaceOf(PYTHON, folder);
    const missing = await PYTHON.missing(workspace);
    if (missing !== undefined) {
      if (process.env.CI) throw new Error(`With CI set no test may be skipped, but ${missing}`);
      console.warn(`SKIPPED: the example in Python was not run: ${missing}`);
      return;
    }
    await PYTHON.synthesize(workspace);
    expect(configurationIn(workspace)).toEqual(await typeScriptConfiguration(join(folder, "typescript")));
  });
});
