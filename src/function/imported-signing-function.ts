import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { ISigningFunction } from "./signing-function-interface";
import type { SigningFunctionOptions } from "./signing-function-props";
import { FUNCTION_OPTIONS } from "./signing-function-validation";
import { AwsEnvironment } from "../terraform/aws-environment";
import { plainText } from "../terraform/hcl";
import { FUNCTION_NAME } from "../validation/aws-rules";
import { text } from "../validation/kinds";
import { required, struct, validateProps } from "../validation/props";
import { warn } from "../validation/warning";

/** A function of another stack. Its role belongs to the stack that created it. */
export class ImportedSigningFunction extends Construct implements ISigningFunction {
  public readonly functionName: string;
  public readonly timeoutSeconds = undefined;
  public readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, functionName: string, options: SigningFunctionOptions) {
    super(scope, id);
    validateProps(
      this,
      { functionName, options },
      { functionName: required(text(FUNCTION_NAME)), options: required(struct(FUNCTION_OPTIONS, "")) },
    );
    this.provider = options.provider;
    this.functionName = plainText(functionName);
  }

  /** This stack contains nothing to wait for. A lookup is used instead. */
  public get fqn(): string {
    return AwsEnvironment.of(this, this.provider).fqn;
  }

  public addToRolePolicy(): void {
    this.warnOfNoEffect("addToRolePolicy");
  }

  public allowSources(): void {
    this.warnOfNoEffect("allowSources");
  }

  /** @internal */
  public _allowsAction(): boolean {
    return true;
  }

  /** @internal */
  public _allowsSource(): boolean {
    return true;
  }

  /** @internal */
  public _allowSigning(): undefined {}

  /** @internal */
  public _allowRevocation(): undefined {}

  private warnOfNoEffect(method: string): void {
    warn(
      this,
      `${method} has no effect on an imported function, because its role is not changed: call it where the function is created`,
    );
  }
}
