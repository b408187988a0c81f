import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesizeExample } from "../../examples/runner/synthesize";

const ROOT = resolve(__dirname, "../..");

/** The package in `node_modules` that stands for `@cdktf/provider-aws`, by the version of the AWS provider it is for. */
const BINDINGS = { "5.100.0": "@cdktf/provider-aws", "6.25.0": "provider-aws-v21" };

describe("the example", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-versions-"));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.entries(BINDINGS))("synthesizes for version %s of the AWS provider", async (version, bindings) => {
    const tsconfig = join(folder, `tsconfig-${version}.json`);
    const paths = {
      "cdktf-aws-signer": [join(ROOT, "src")],
      "@cdktf/provider-aws/*": [join(ROOT, "node_modules", bindings, "*")],
    };
    writeFileSync(tsconfig, JSON.stringify({ extends: join(ROOT, "tsconfig.json"), compilerOptions: { paths } }));

    const [stack] = await synthesizeExample("sign-lambda-package", join(folder, version), {
      TSX_TSCONFIG_PATH: tsconfig,
    });

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
