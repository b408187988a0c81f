import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { mostlyLiteral } from "../terraform/resolve-tokens-only";

/** An invocation of a function that is quick to synthesize. */
export class FunctionInvocation extends LambdaInvocation {
  public toTerraform(): object {
    return mostlyLiteral(super.toTerraform() as object);
  }
}
