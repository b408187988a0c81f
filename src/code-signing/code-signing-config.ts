import { LambdaCodeSigningConfig } from "@cdktf/provider-aws/lib/lambda-code-signing-config";
import { Fn, ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { LAMBDA_PUBLISHER } from "./lambda-publisher";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { AwsEnvironment } from "../terraform/aws-environment";
import { dependsOn } from "../terraform/depends-on";
import { plainText, plainTexts } from "../terraform/hcl";
import { isToken } from "../terraform/tokens";
import {
  ANY_TEXT,
  CODE_SIGNING_CONFIG_ARN,
  LAMBDA_DESCRIPTION,
  MAX_PUBLISHERS,
  NOT_EMPTY,
} from "../validation/aws-rules";
import { refuse } from "../validation/errors";
import { awsProvider, dependencies, Kind, listOf, mapOf, oneOf, text } from "../validation/kinds";
import { optional, PropsOf, required, validateProps } from "../validation/props";

/**
 * How AWS Lambda treats untrusted code at deployment: code that no allowed publisher signed, or whose signature has
 * expired or is revoked. AWS Lambda always refuses code that was changed after it was signed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
 */
export enum UntrustedArtifactOnDeployment {
  /** AWS Lambda deploys the code, and counts it in a metric. */
  WARN = "Warn",
  /** AWS Lambda refuses the deployment. */
  ENFORCE = "Enforce",
}

/** A code signing config of AWS Lambda, created in this stack or elsewhere. */
export interface ICodeSigningConfig extends IConstruct, ITerraformDependable {
  /**
   * ARN of the config, for the property `codeSigningConfigArn` of a Lambda function.
   * @attribute
   */
  readonly codeSigningConfigArn: string;

  /**
   * Id of the config.
   * @attribute
   */
  readonly codeSigningConfigId: string;
}

/** Properties of a code signing config. */
export interface CodeSigningConfigProps {
  /**
   * The profiles whose signatures are accepted: 1 to 20 profiles of the platform `AWS_LAMBDA_SHA384_ECDSA`.
   *
   * The config accepts one version of each profile, because AWS Lambda requires versions. When a profile is replaced,
   * Terraform updates the config before functions with this config get code that the new profile signed.
   */
  readonly allowedPublishers: ISigningProfile[];

  /**
   * What AWS Lambda does with code that none of the profiles signed, or whose signature has expired or is revoked.
   *
   * @default UntrustedArtifactOnDeployment.ENFORCE
   */
  readonly untrustedArtifactOnDeployment?: UntrustedArtifactOnDeployment;

  /**
   * Description of the config, 256 characters at most.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Tags of the config.
   *
   * @default - the default tags of the AWS provider
   */
  readonly tags?: { [key: string]: string };

  /**
   * AWS provider that creates the config.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that must exist before the config.
   *
   * @default - only the profiles
   */
  readonly dependsOn?: ITerraformDependable[];
}

const PUBLISHERS: Kind = (scope, property, value) => {
  const count = Array.isArray(value) && !isToken(value) ? value.length : value;
  if (!(typeof count === "number" && count >= 1 && count <= MAX_PUBLISHERS)) {
    refuse(scope, property, `a list of 1 to ${MAX_PUBLISHERS} signing profiles`, count);
  }
  listOf(LAMBDA_PUBLISHER)(scope, property, value);
};

export const UNTRUSTED_ARTIFACT: Kind = oneOf(Object.values(UntrustedArtifactOnDeployment));

const CONFIG_PROPS: PropsOf<CodeSigningConfigProps> = {
  allowedPublishers: required(PUBLISHERS),
  untrustedArtifactOnDeployment: optional(UNTRUSTED_ARTIFACT),
  description: optional(text(LAMBDA_DESCRIPTION)),
  tags: optional(mapOf(text(NOT_EMPTY), text(ANY_TEXT))),
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

/**
 * Defines whose signed code AWS Lambda functions accept. Pass its ARN to a function as `codeSigningConfigArn`.
 *
 * AWS Lambda checks code only when it is deployed. The config does not sign code, and it has no effect on code that is
 * already running. AWS Lambda also checks the layers of a function, so they must be signed too.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
 */
export class CodeSigningConfig extends Construct implements ICodeSigningConfig {
  /**
   * An existing config. No AWS call reads it.
   *
   * @param codeSigningConfigArn ARN of the config.
   */
  public static fromCodeSigningConfigArn(
    scope: Construct,
    id: string,
    codeSigningConfigArn: string,
  ): ICodeSigningConfig {
    return new ImportedCodeSigningConfig(scope, id, codeSigningConfigArn);
  }

  /** The Terraform resource, for settings that the construct does not offer. */
  public readonly resource: LambdaCodeSigningConfig;

  /** The profiles whose signatures are accepted. */
  public readonly allowedPublishers: ISigningProfile[];

  constructor(scope: Construct, id: string, props: CodeSigningConfigProps) {
    super(scope, id);
    validateProps(this, props, CONFIG_PROPS);
    this.allowedPublishers = [...props.allowedPublishers];
    this.resource = new LambdaCodeSigningConfig(this, "Resource", {
      allowedPublishers: {
        signingProfileVersionArns: props.allowedPublishers.map((profile) => profile.signingProfileVersionArn),
      },
      policies: {
        untrustedArtifactOnDeployment: props.untrustedArtifactOnDeployment ?? UntrustedArtifactOnDeployment.ENFORCE,
      },
      description: props.description && plainText(props.description),
      tags: props.tags && plainTexts(props.tags),
      provider: props.provider,
    });
    this.resource.dependsOn = dependsOn(this, () => props.dependsOn ?? []);
  }

  /** Address of the config in Terraform. */
  public get fqn(): string {
    return this.resource.fqn;
  }

  public get codeSigningConfigArn(): string {
    return this.resource.arn;
  }

  public get codeSigningConfigId(): string {
    return this.resource.configId;
  }
}

/** Index of the id among the fields of the ARN. */
const ID_FIELD = 6;

/** A config of another stack. */
class ImportedCodeSigningConfig extends Construct implements ICodeSigningConfig {
  public readonly codeSigningConfigArn: string;
  public readonly codeSigningConfigId: string;

  constructor(scope: Construct, id: string, codeSigningConfigArn: string) {
    super(scope, id);
    validateProps(this, { codeSigningConfigArn }, { codeSigningConfigArn: required(text(CODE_SIGNING_CONFIG_ARN)) });
    this.codeSigningConfigArn = codeSigningConfigArn;
    this.codeSigningConfigId = isToken(codeSigningConfigArn)
      ? Fn.element(Fn.split(":", codeSigningConfigArn), ID_FIELD)
      : codeSigningConfigArn.split(":")[ID_FIELD];
  }

  /** The config has no resource in this stack. This is the address of a lookup, which takes its place. */
  public get fqn(): string {
    return AwsEnvironment.of(this).fqn;
  }
}
