import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { ISigningFunction } from "./signing-function-interface";
import { AwsEnvironment } from "../terraform/aws-environment";
import { plainText } from "../terraform/hcl";
import { PropertyValidator } from "../validation/property-validator";
import { FUNCTION_NAME } from "../validation/text-rules";

/** A function of another stack. */
export class ImportedSigningFunction extends Construct implements ISigningFunction {
  public readonly functionName: string;
  public readonly timeoutSeconds = undefined;

  constructor(
    scope: Construct,
    id: string,
    functionName: string,
    public readonly provider?: TerraformProvider,
  ) {
    super(scope, id);
    new PropertyValidator(this).requiredText("functionName", functionName, FUNCTION_NAME);
    this.functionName = plainText(functionName);
  }

  /** There is nothing in this stack to wait for; a lookup stands in. */
  public get fqn(): string {
    return AwsEnvironment.of(this, this.provider).fqn;
  }

  /** The role belongs to the stack that has made it. */
  public addToRolePolicy(): void {}

  /**
   * The role belongs to the stack that has made it.
   *
   * @internal
   */
  public _allowSigning(): undefined {}

  /**
   * The role belongs to the stack that has made it.
   *
   * @internal
   */
  public _allowRevocation(): undefined {}
}
