import { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { CodeSigningConfig, ICodeSigningConfig, UNTRUSTED_ARTIFACT } from "./code-signing-config";
import { signLambdaCode } from "./sign-lambda-code";
import { CODE_OPTIONS, validateCodeOptions, validateTagsOfCode } from "./signed-lambda-code-validation";
import type { SignedLambdaPackageProps } from "./signed-lambda-package-props";
import { SigningJob } from "../job/signing-job";
import { SigningProfile } from "../profile/signing-profile";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { ValidationError } from "../validation/errors";
import { objectWith } from "../validation/kinds";
import { optional, PropsOf, validateProps } from "../validation/props";

const CODE_SIGNING_CONFIG = objectWith(
  "a code signing config: new CodeSigningConfig(…), or CodeSigningConfig.fromCodeSigningConfigArn",
  "codeSigningConfigArn",
  "codeSigningConfigId",
);

const PACKAGE_PROPS: PropsOf<SignedLambdaPackageProps> = {
  ...CODE_OPTIONS,
  codeSigningConfig: optional(CODE_SIGNING_CONFIG),
  untrustedArtifactOnDeployment: optional(UNTRUSTED_ARTIFACT),
};

/**
 * Code for AWS Lambda that is stored, signed, and ready to be deployed to functions that accept only signed code.
 *
 * Pass `s3Bucket`, `s3Key` and `codeSigningConfigArn` to a `LambdaFunction`. Every signature has a new key, and only
 * this new key makes Terraform deploy the new package. Do not set `sourceCodeHash`: a hash of the unsigned code never
 * equals the hash of the deployed code, so every plan would change the function.
 *
 * Several packages can share a profile and a config. Pass `profile` and `codeSigningConfig` of the first package to the
 * others. For a layer, use `SignedLambdaLayer`.
 */
export class SignedLambdaPackage extends Construct implements ITerraformDependable {
  /** The job that signs the package. */
  public readonly job: SigningJob;

  /** The profile that signs the package. */
  public readonly profile: ISigningProfile;

  /** The config that accepts the package. */
  public readonly codeSigningConfig: ICodeSigningConfig;

  constructor(scope: Construct, id: string, props: SignedLambdaPackageProps) {
    super(scope, id);
    this.validate(props);
    const { codeSigningConfig, untrustedArtifactOnDeployment, ...codeOptions } = props;
    const { job, profile, provider } = signLambdaCode(this, codeOptions);
    this.job = job;
    this.profile = profile;
    this.codeSigningConfig =
      codeSigningConfig ??
      new CodeSigningConfig(this, "CodeSigningConfig", {
        allowedPublishers: [profile],
        untrustedArtifactOnDeployment,
        tags: props.tags,
        provider,
      });
  }

  /** Address in Terraform of the signing job, which is the last part of the package. */
  public get fqn(): string {
    return this.job.fqn;
  }

  /** Name of the bucket with the signed package, for the property `s3Bucket` of a Lambda function. */
  public get s3Bucket(): string {
    return this.job.signedObject.bucketName;
  }

  /** Key of the signed package, for the property `s3Key` of a Lambda function. New with every signature. */
  public get s3Key(): string {
    return this.job.signedObject.key;
  }

  /** ARN of the config that accepts the package, for the property `codeSigningConfigArn` of a Lambda function. */
  public get codeSigningConfigArn(): string {
    return this.codeSigningConfig.codeSigningConfigArn;
  }

  private validate(props: SignedLambdaPackageProps): void {
    validateProps(this, props, PACKAGE_PROPS);
    validateCodeOptions(this, props);
    const { profile, codeSigningConfig, untrustedArtifactOnDeployment } = props;
    if (codeSigningConfig && (!profile || isKnownToExclude(codeSigningConfig, profile))) {
      throw new ValidationError(
        this,
        '"profile" must be given with "codeSigningConfig", and be one of its "allowedPublishers": AWS Lambda would not ' +
          "accept the signature of another",
      );
    }
    if (codeSigningConfig && untrustedArtifactOnDeployment !== undefined) {
      throw new ValidationError(
        this,
        '"untrustedArtifactOnDeployment" has no effect with "codeSigningConfig": set it where that config is created',
      );
    }
    if (profile && codeSigningConfig) validateTagsOfCode(this, props);
  }
}

/** Two imported profiles can be the same profile in AWS, so only profiles that the app creates are compared. */
function isKnownToExclude(config: ICodeSigningConfig, profile: ISigningProfile): boolean {
  if (!(config instanceof CodeSigningConfig) || !(profile instanceof SigningProfile)) return false;
  return config.allowedPublishers.every((other) => other instanceof SigningProfile && other !== profile);
}
