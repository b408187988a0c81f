import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithTerraform } from "./terraform-under-test";
import { DeployedExample } from "../../examples/runner/deployed-example";
import { CDKTN_MODULES, useModules } from "../../examples/runner/flavour";
import { sandboxPlace } from "../../examples/runner/place";
import { TestAccount } from "../sandbox/test-account";

/** The AWS provider that the tests run with. The bindings of CDK Terrain require a newer one. */
const PROVIDER_VERSION = "5.100.0";

describeWithTerraform("a stack that moves from cdktf-aws-signer to cdktn-aws-signer", (sandbox) => {
  const account = new TestAccount(sandbox);
  const example = new DeployedExample("revoke-on-destroy", sandboxPlace(sandbox.url, account.id));
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-flavour-change-"));

  afterAll(async () => {
    try {
      await example.cleanUp();
    } finally {
      await account.destroy();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const calls = async (operation: string) => sandbox.calls({ accountId: account.id, operation });

  test("has an empty plan", async () => {
    await example.deploy();
    const [stack] = await example.synthesize(useModules(CDKTN_MODULES, folder));
    const file = join(stack.folder, "cdk.tf.json");
    const configuration = JSON.parse(readFileSync(file, "utf8"));
    expect(configuration["//"].metadata.version).toMatch(/^0\.24\./);
    configuration.terraform.required_providers.aws.version = PROVIDER_VERSION;
    writeFileSync(file, JSON.stringify(configuration));

    expect(await example.plannedChanges()).toBe("");
    expect(await calls("StartSigningJob")).toHaveLength(1);
  });

  test("is destroyed by the other flavour, which revokes what was declared before", async () => {
    expect(await calls("RevokeSignature")).toHaveLength(0);
    await example.destroy();
    expect(await calls("RevokeSignature")).toHaveLength(1);
  });
});
