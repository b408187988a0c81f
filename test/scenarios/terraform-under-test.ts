import { SandboxClient } from "../../sandbox/client";
import { terraformVersion } from "../../sandbox/terraform/terraform";
import { describeWithSandbox } from "../sandbox-under-test";

/**
 * A scenario on real Terraform. Without Terraform it is skipped with a warning. If `CI` is set, it fails instead.
 *
 * The tests of a scenario build on each other, in order, as the applies of a real stack do.
 */
export function describeWithTerraform(name: string, scenario: (sandbox: SandboxClient) => void): void {
  if (terraformVersion() !== undefined) {
    describeWithSandbox(name, scenario);
    return;
  }
  if (process.env.CI) {
    test(name, () => {
      throw new Error("Terraform was not found on PATH, and with CI set no test may be skipped");
    });
    return;
  }
  console.warn(`SKIPPED, because Terraform was not found on PATH: ${name}`);
  describe.skip(name, () => scenario(new SandboxClient("")));
}
