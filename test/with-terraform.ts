import { terraformVersion } from "../sandbox/terraform/terraform";

/** A test on real Terraform. Without Terraform it is skipped with a warning. If `CI` is set, it fails instead. */
export function testWithTerraform(name: string, run: () => Promise<void>): void {
  if (terraformVersion() !== undefined) {
    test(name, run);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error("Terraform was not found on PATH, and with CI set no test may be skipped");
    });
  } else {
    console.warn(`SKIPPED, because Terraform was not found on PATH: ${name}`);
    test.skip(name, run);
  }
}
