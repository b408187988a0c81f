import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CDKTF_MODULES, useModules } from "../../examples/runner/flavour";
import { synthesizeExample } from "../../examples/runner/synthesize";

/** The package in `node_modules` that stands for `@cdktf/provider-aws`, by the version of the AWS provider it is for. */
const BINDINGS = { "5.100.0": "@cdktf/provider-aws", "6.25.0": "provider-aws-v21" };

describe("the example", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-versions-"));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.entries(BINDINGS))("synthesizes for version %s of the AWS provider", async (version, bindings) => {
    const workFolder = join(folder, version);
    const modules = { ...CDKTF_MODULES, bindings: `node_modules/${bindings}` };

    const [stack] = await synthesizeExample("sign-lambda-package", workFolder, useModules(modules, workFolder));

    const { terraform, resource } = JSON.parse(readFileSync(join(stack.folder, "cdk.tf.json"), "utf8")) as {
      terraform: { required_providers: { aws: { version: string } } };
      resource: Record<string, object>;
    };
    expect(terraform.required_providers.aws.version).toBe(version);
    expect(Object.keys(resource)).toEqual(
      expect.arrayContaining(["aws_lambda_invocation", "aws_signer_signing_profile", "terraform_data"]),
    );
  });
});
