import { LambdaCodeSigningConfig } from "@cdktf/provider-aws/lib/lambda-code-signing-config";
import { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { dependsOn } from "./private/dependencies";
import { plainText, plainTexts } from "./private/hcl";
import { ImportedCodeSigningConfig } from "./private/imported-code-signing-config";
import { validateLambdaPublisher } from "./private/lambda-publisher";
import { PropertyValidator } from "./private/validate";
import type { ISigningProfile } from "./signing-profile-interface";
import { UntrustedArtifactOnDeployment } from "./untrusted-artifact-on-deployment";

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_AllowedPublishers.html */
const MOST_PUBLISHERS = 20;

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html */
const DESCRIPTION = { pattern: /^[\s\S]{0,256}$/, meaning: "256 characters long at most" };

/** A code signing config of AWS Lambda, made in this stack or elsewhere. */
export interface ICodeSigningConfig extends IConstruct, ITerraformDependable {
  /**
   * ARN of the config, as a Lambda function takes it.
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
   * Whose signatures are accepted, 1 to 20 profiles of the platform `AWS_LAMBDA_SHA384_ECDSA`.
   *
   * It is the version of each profile that is accepted, as AWS Lambda demands it. When a profile is replaced, the config
   * follows before functions with it get code of the new profile.
   */
  readonly allowedPublishers: ISigningProfile[];

  /**
   * What happens when code is deployed that none of them has signed, or whose signature has expired or is revoked.
   *
   * @default UntrustedArtifactOnDeployment.WARN
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
   * AWS provider that makes the config.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the config.
   *
   * @default - nothing but the profiles
   */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Decides whose code AWS Lambda functions accept. Give its ARN to a function as `codeSigningConfigArn`.
 *
 * It checks code when it is deployed, and not before or after: it neither signs nor looks at code that runs already. Layers of
 * a function are checked as well, and must be signed too.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
 */
export class CodeSigningConfig extends Construct implements ICodeSigningConfig {
  /**
   * A config that exists. AWS is not asked for it.
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

  /** The Terraform resource, for what the construct does not offer. */
  public readonly resource: LambdaCodeSigningConfig;

  /** Whose signatures are accepted. */
  public readonly allowedPublishers: ISigningProfile[];

  constructor(scope: Construct, id: string, props: CodeSigningConfigProps) {
    super(scope, id);
    this.validate(props);
    this.allowedPublishers = [...props.allowedPublishers];
    this.resource = new LambdaCodeSigningConfig(this, "Resource", {
      allowedPublishers: {
        signingProfileVersionArns: props.allowedPublishers.map((profile) => profile.signingProfileVersionArn),
      },
      policies: {
        untrustedArtifactOnDeployment: props.untrustedArtifactOnDeployment ?? UntrustedArtifactOnDeployment.WARN,
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

  /** ARN of the config, as a Lambda function takes it. */
  public get codeSigningConfigArn(): string {
    return this.resource.arn;
  }

  /** Id of the config. */
  public get codeSigningConfigId(): string {
    return this.resource.configId;
  }

  private validate({ allowedPublishers, untrustedArtifactOnDeployment, description }: CodeSigningConfigProps): void {
    const validator = new PropertyValidator(this);
    const count = allowedPublishers.length;
    if (count < 1 || count > MOST_PUBLISHERS) {
      validator.fail(
        `"allowedPublishers" must be a list of 1 to ${MOST_PUBLISHERS} signing profiles, received ${count}`,
      );
    }
    allowedPublishers.forEach((profile, index) =>
      validateLambdaPublisher(validator, `allowedPublishers[${index}]`, profile),
    );
    validator.oneOf(
      "untrustedArtifactOnDeployment",
      untrustedArtifactOnDeployment,
      Object.values(UntrustedArtifactOnDeployment),
    );
    validator.text("description", description, DESCRIPTION);
  }
}
