import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { MostlyLiteral } from "./mostly-literal";

/** An invocation of a function that is quick to synthesize. */
export class FunctionInvocation extends LambdaInvocation {
  public toTerraform(): unknown {
    return new MostlyLiteral(super.toTerraform());
  }
}
