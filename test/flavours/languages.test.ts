import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LANGUAGES } from "../../packaging/languages";
import { configurationIn, typeScriptConfiguration, workspaceOf } from "../../packaging/languages/example";
import { PYTHON } from "../../packaging/languages/python";

describe("the example", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-languages-"));
  let expected: unknown;

  beforeAll(async () => {
    expected = await typeScriptConfiguration(join(folder, "typescript"));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(LANGUAGES)(
    "in $name, built with the packed library, is the same configuration as in TypeScript, or the missing toolchain is reported",
    async (language) => {
      const workspace = workspaceOf(language, folder);
      const missing = await language.missing(workspace);
      if (missing !== undefined) {
        // Not every machine has all toolchains and registries. A release requires them, and the sandbox requires Python.
        if (process.env.CI && language === PYTHON) throw new Error(`With CI set Python must be tested: ${missing}`);
        console.warn(`SKIPPED: the example in ${language.name} was not run: ${missing}`);
        return;
      }
      await language.synthesize(workspace);
      expect(configurationIn(workspace)).toEqual(expected);
    },
  );
});
