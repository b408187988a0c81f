import { statSync } from "node:fs";
import { extname } from "node:path";
import { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  CodeSigningConfig,
  ICodeSigningConfig,
  UntrustedArtifactOnDeployment,
  validateLambdaPublisher,
} from "./code-signing-config";
import type { SignedLambdaPackageProps } from "./signed-lambda-package-props";
import { awsProviderOfJob } from "../job/aws-provider-of-job";
import { SigningJob } from "../job/signing-job";
import { Platform } from "../profile/platform";
import { SigningProfile } from "../profile/signing-profile";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { SigningDestination } from "../s3/signing-destination";
import { SigningSource } from "../s3/signing-source";
import { PropertyValidator } from "../validation/property-validator";

const ARCHIVE_EXTENSIONS = [".zip", ".jar"];

/**
 * Code for AWS Lambda that is stored, signed, and ready to be deployed to functions that accept signed code only.
 *
 * Give `s3Bucket`, `s3Key` and `codeSigningConfigArn` to a `LambdaFunction` (or the first two to a `LambdaLayerVersion`). The
 * key is new with every signature, so Terraform deploys each new package, and nothing else tells it to: do not set
 * `sourceCodeHash`, as a hash of the unsigned code is never that of the deployed one, and the function would change in every plan.
 *
 * Several packages may share profile and config: take those of the first for the others.
 */
export class SignedLambdaPackage extends Construct implements ITerraformDependable {
  /** The job that signs the package. */
  public readonly job: SigningJob;

  /** Whose signature the package has. */
  public readonly profile: ISigningProfile;

  /** The config that accepts the package. */
  public readonly codeSigningConfig: ICodeSigningConfig;

  constructor(scope: Construct, id: string, props: SignedLambdaPackageProps) {
    super(scope, id);
    const { path, source, bucket, keyPrefix, destination, profile, codeSigningConfig, ...jobOptions } = props;
    const { dependsOn } = jobOptions;
    const provider = awsProviderOfJob(this, jobOptions);
    this.validate(props);
    this.profile =
      profile ?? new SigningProfile(this, "Profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, provider });
    this.codeSigningConfig =
      codeSigningConfig ??
      new CodeSigningConfig(this, "CodeSigningConfig", {
        allowedPublishers: [this.profile],
        untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.ENFORCE,
        provider,
      });
    this.job = new SigningJob(this, "SigningJob", {
      ...jobOptions,
      profile: this.profile,
      source: source ?? SigningSource.fromAsset(path!, { bucket: bucket!, keyPrefix, dependsOn }),
      destination: destination ?? SigningDestination.toBucket(bucket!, "signed/"),
    });
  }

  /** Address in Terraform of what comes last of the package. */
  public get fqn(): string {
    return this.job.fqn;
  }

  /** Name of the bucket with the signed package, as a Lambda function takes it. */
  public get s3Bucket(): string {
    return this.job.signedObject.bucketName;
  }

  /** Key of the signed package, as a Lambda function takes it. New with every signature. */
  public get s3Key(): string {
    return this.job.signedObject.key;
  }

  /** ARN of the config that accepts the package, as a Lambda function takes it. */
  public get codeSigningConfigArn(): string {
    return this.codeSigningConfig.codeSigningConfigArn;
  }

  private validate({
    path,
    source,
    bucket,
    keyPrefix,
    destination,
    profile,
    codeSigningConfig,
  }: SignedLambdaPackageProps): void {
    const validator = new PropertyValidator(this);
    if ((path === undefined) === (source === undefined)) {
      validator.fail('either "path" or "source" must be given, and not both: where is the code to sign?');
    }
    if (bucket === undefined && path !== undefined) {
      validator.fail('"bucket" must be given with "path": where is the code to be stored for AWS Signer?');
    }
    if (bucket === undefined && destination === undefined) {
      validator.fail('either "bucket" or "destination" must be given: where is the signed package to go?');
    }
    if (keyPrefix !== undefined && path === undefined) {
      validator.fail('"keyPrefix" has no effect without "path": only code at a path is stored');
    }
    if (codeSigningConfig && (!profile || isKnownToExclude(codeSigningConfig, profile))) {
      validator.fail(
        '"profile" must be given with "codeSigningConfig", and be one of its "allowedPublishers": AWS Lambda would not ' +
          "accept the signature of another",
      );
    }
    if (profile) validateLambdaPublisher(validator, "profile", profile);
    if (path !== undefined) validateArchive(validator, path);
  }
}

/** Profiles that are not made here may well be the same although they are not the same object. */
function isKnownToExclude(config: ICodeSigningConfig, profile: ISigningProfile): boolean {
  if (!(config instanceof CodeSigningConfig) || !(profile instanceof SigningProfile)) return false;
  return config.allowedPublishers.every((other) => other instanceof SigningProfile && other !== profile);
}

function validateArchive(validator: PropertyValidator, path: string): void {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  if (isFile && !ARCHIVE_EXTENSIONS.includes(extname(path).toLowerCase())) {
    validator.fail(
      `"path" must be a folder or a file that ends in ${ARCHIVE_EXTENSIONS.join(" or ")}, received ${JSON.stringify(path)}: ` +
        "AWS Lambda takes archives only. Name the folder that the file is in",
    );
  }
}
