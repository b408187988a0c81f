import { statSync } from "node:fs";
import { extname } from "node:path";
import { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { CodeSigningConfig, ICodeSigningConfig } from "./code-signing-config";
import { LAMBDA_PUBLISHER } from "./lambda-publisher";
import type { SignedLambdaPackageProps } from "./signed-lambda-package-props";
import { awsProviderOfJob } from "../job/aws-provider-of-job";
import { SigningJob } from "../job/signing-job";
import { JOB_OPTIONS } from "../job/signing-job-validation";
import { Platform } from "../profile/platform";
import { SigningProfile } from "../profile/signing-profile";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { DESTINATION, FOLDER_OPTIONS, KEY_PREFIX, LOCAL_PATH, SOURCE } from "../s3/s3-properties";
import { SigningDestination } from "../s3/signing-destination";
import { SigningSource } from "../s3/signing-source";
import { BUCKET_NAME } from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import { objectWith, text } from "../validation/kinds";
import { optional, PropsOf, validateProps } from "../validation/props";

const ARCHIVE_EXTENSIONS = [".zip", ".jar"];

const CODE_SIGNING_CONFIG = objectWith(
  "a code signing config: new CodeSigningConfig(…), or CodeSigningConfig.fromCodeSigningConfigArn",
  "codeSigningConfigArn",
  "codeSigningConfigId",
);

const PACKAGE_PROPS: PropsOf<SignedLambdaPackageProps> = {
  ...JOB_OPTIONS,
  ...FOLDER_OPTIONS,
  path: optional(LOCAL_PATH),
  source: optional(SOURCE),
  bucket: optional(text(BUCKET_NAME)),
  keyPrefix: optional(KEY_PREFIX),
  destination: optional(DESTINATION),
  profile: optional(LAMBDA_PUBLISHER),
  codeSigningConfig: optional(CODE_SIGNING_CONFIG),
};

/**
 * Code for AWS Lambda that is stored, signed, and ready to be deployed to functions that accept only signed code.
 *
 * Pass `s3Bucket`, `s3Key` and `codeSigningConfigArn` to a `LambdaFunction`, or the first two to a
 * `LambdaLayerVersion`. Every signature has a new key, and only this new key makes Terraform deploy the new package. Do
 * not set `sourceCodeHash`: a hash of the unsigned code never equals the hash of the deployed code, so every plan would
 * change the function.
 *
 * Several packages can share a profile and a config. Pass `profile` and `codeSigningConfig` of the first package to the
 * others.
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
    const { path, source, bucket, keyPrefix, destination, profile, codeSigningConfig, ...more } = props;
    const { exclude, ignoreMode, followSymlinks, ...jobOptions } = more;
    const folderOptions = { exclude, ignoreMode, followSymlinks };
    const { dependsOn } = jobOptions;
    const provider = awsProviderOfJob(this, jobOptions);
    this.profile =
      profile ?? new SigningProfile(this, "Profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, provider });
    this.codeSigningConfig =
      codeSigningConfig ??
      new CodeSigningConfig(this, "CodeSigningConfig", {
        allowedPublishers: [this.profile],
        provider,
      });
    this.job = new SigningJob(this, "SigningJob", {
      ...jobOptions,
      profile: this.profile,
      source: source ?? SigningSource.fromAsset(path!, { bucket: bucket!, keyPrefix, dependsOn, ...folderOptions }),
      destination: destination ?? SigningDestination.toBucket(bucket!, "signed/"),
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
    const { path, source, bucket, keyPrefix, destination, profile, codeSigningConfig } = props;
    const { exclude, ignoreMode, followSymlinks } = props;
    if ((path === undefined) === (source === undefined)) {
      throw new ValidationError(
        this,
        'either "path" or "source" must be given, and not both: where is the code to sign?',
      );
    }
    if (bucket === undefined && path !== undefined) {
      throw new ValidationError(
        this,
        '"bucket" must be given with "path": where is the code to be stored for AWS Signer?',
      );
    }
    if (bucket === undefined && destination === undefined) {
      throw new ValidationError(
        this,
        'either "bucket" or "destination" must be given: where is the signed package to go?',
      );
    }
    const forPath = Object.entries({ keyPrefix, exclude, ignoreMode, followSymlinks });
    const [unused] = forPath.find(([, value]) => value !== undefined) ?? [];
    if (unused !== undefined && path === undefined) {
      throw new ValidationError(this, `"${unused}" has no effect without "path": only code at a path is stored`);
    }
    if (codeSigningConfig && (!profile || isKnownToExclude(codeSigningConfig, profile))) {
      throw new ValidationError(
        this,
        '"profile" must be given with "codeSigningConfig", and be one of its "allowedPublishers": AWS Lambda would not ' +
          "accept the signature of another",
      );
    }
    if (path !== undefined) validateArchive(this, path);
  }
}

/** Two imported profiles can be the same profile in AWS, so only profiles that the app creates are compared. */
function isKnownToExclude(config: ICodeSigningConfig, profile: ISigningProfile): boolean {
  if (!(config instanceof CodeSigningConfig) || !(profile instanceof SigningProfile)) return false;
  return config.allowedPublishers.every((other) => other instanceof SigningProfile && other !== profile);
}

function validateArchive(scope: Construct, path: string): void {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  if (isFile && !ARCHIVE_EXTENSIONS.includes(extname(path).toLowerCase())) {
    throw new ValidationError(
      scope,
      `"path" must be a folder or a file that ends in ${ARCHIVE_EXTENSIONS.join(" or ")}, received ${JSON.stringify(path)}: ` +
        "AWS Lambda takes archives only. Name the folder that the file is in",
    );
  }
}
