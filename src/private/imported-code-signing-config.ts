import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { ICodeSigningConfig } from "../code-signing-config";
import { AwsEnvironment } from "./aws-environment";
import { isToken } from "./tokens";
import { PropertyValidator } from "./validate";

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetCodeSigningConfig.html */
const CODE_SIGNING_CONFIG_ARN = {
  pattern: /^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:[0-9]{12}:code-signing-config:csc-[a-z0-9]{17}$/,
  meaning: "the ARN of a Lambda code signing config",
};

/** Where the id stands in the ARN. */
const ID_FIELD = 6;

/** A config of another stack. */
export class ImportedCodeSigningConfig extends Construct implements ICodeSigningConfig {
  public readonly codeSigningConfigArn: string;
  public readonly codeSigningConfigId: string;

  constructor(scope: Construct, id: string, codeSigningConfigArn: string) {
    super(scope, id);
    new PropertyValidator(this).text("codeSigningConfigArn", codeSigningConfigArn, CODE_SIGNING_CONFIG_ARN);
    this.codeSigningConfigArn = codeSigningConfigArn;
    this.codeSigningConfigId = isToken(codeSigningConfigArn)
      ? Fn.element(Fn.split(":", codeSigningConfigArn), ID_FIELD)
      : codeSigningConfigArn.split(":")[ID_FIELD];
  }

  /** There is nothing in this stack to wait for; a lookup stands in. */
  public get fqn(): string {
    return AwsEnvironment.of(this).fqn;
  }
}
