import { App, TerraformOutput, TerraformStack } from "cdktf";
import { jsonText, plainText } from "../../src/terraform/hcl";

describe("an expression for Terraform", () => {
  test("keeps ordinary text readable", () => {
    expect(plainText("packages/100%/function.zip")).toBe("packages/100%/function.zip");
  });

  test("refuses a number that JSON does not have", () => {
    const stack = new TerraformStack(new App(), "stack");
    new TerraformOutput(stack, "out", { value: jsonText({ n: Number.NaN }) });
    expect(() => stack.toTerraform()).toThrow("NaN cannot be passed to Terraform: it is not a finite number");
  });
});
