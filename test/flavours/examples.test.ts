import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CDKTF_MODULES, CDKTN_MODULES, Modules, useModules } from "../../examples/runner/flavour";
import { exampleNames, synthesizeExample } from "../../examples/runner/synthesize";
import { comparableConfiguration } from "../../packaging/configuration";

describe("an example", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-flavours-"));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(exampleNames())("%s is the same configuration in both flavours", async (name) => {
    const cdktf = await configurationsOf(name, "cdktf", CDKTF_MODULES);
    const cdktn = await configurationsOf(name, "cdktn", CDKTN_MODULES);
    expect(Object.keys(cdktf).length).toBeGreaterThan(0);
    expect(cdktn).toEqual(cdktf);
  });

  /** Configuration of each stack, without the framework's version, and source and version of the provider. */
  async function configurationsOf(name: string, flavour: string, modules: Modules) {
    const workFolder = join(folder, name, flavour);
    const variables = { ...SETTINGS, ...useModules(modules, join(workFolder, "modules")) };
    const stacks = await synthesizeExample(name, workFolder, variables);
    return Object.fromEntries(
      stacks.map((stack) => [stack.name, comparableConfiguration(join(stack.folder, "cdk.tf.json"), workFolder)]),
    );
  }
});

/** The environment variables that the READMEs of the examples require. */
const SETTINGS = {
  CERTIFICATE_ARN: "arn:aws:acm:us-east-1:111111111111:certificate/5f3a7f9c-1111-4222-8333-944445555666",
  OWNER_PROFILE: "owner",
  INVOKER_PROFILE: "invoker",
};
