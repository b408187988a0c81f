import { LambdaLayerVersion } from "@cdktf/provider-aws/lib/lambda-layer-version";
import { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { signLambdaCode } from "./sign-lambda-code";
import { CODE_OPTIONS, validateCodeOptions, validateTagsOfCode } from "./signed-lambda-code-validation";
import type { SignedLambdaLayerProps } from "./signed-lambda-layer-props";
import { SigningJob } from "../job/signing-job";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { plainText } from "../terraform/hcl";
import { uniqueName } from "../terraform/unique-name";
import {
  ARCHITECTURES,
  LAMBDA_DESCRIPTION,
  LAMBDA_RUNTIME,
  LAYER_NAME,
  LICENSE_INFO,
  MAX_LAYER_NAME,
} from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import { flag, knownAtSynthesis, listOf, oneOf, text } from "../validation/kinds";
import { optional, PropsOf, validateProps } from "../validation/props";

const LAYER_PROPS: PropsOf<SignedLambdaLayerProps> = {
  ...CODE_OPTIONS,
  layerName: optional(text(LAYER_NAME)),
  compatibleRuntimes: optional(listOf(text(LAMBDA_RUNTIME))),
  compatibleArchitectures: optional(listOf(oneOf(ARCHITECTURES))),
  description: optional(text(LAMBDA_DESCRIPTION)),
  licenseInfo: optional(text(LICENSE_INFO)),
  skipDestroy: optional(knownAtSynthesis(flag, "it decides whether the signature may be revoked")),
};

/**
 * A layer for AWS Lambda functions that accept only signed code: stored, signed, and published as a version of the
 * layer. The folder is unpacked to `/opt` of a function, so Node.js modules are in `nodejs/node_modules`, and Python
 * packages in `python`.
 *
 * Pass `layerVersionArn` to `layers` of a `LambdaFunction`. The code signing config of the function must allow the
 * profile of the layer: pass `profile` of the function's `SignedLambdaPackage` to the layer, or create a
 * `CodeSigningConfig` that allows both profiles.
 *
 * Each change of the code or of a property of the layer publishes a new version; only a change of the code signs.
 * Terraform first publishes the new version, then updates the functions in its stack, and then deletes the old version.
 * A function that Terraform did not update continues to run with a deleted version, but AWS Lambda does not accept that
 * version in any new configuration. To keep old versions, set `skipDestroy`.
 *
 * With `revokeOnDestroy`, Terraform revokes the signature of a version after it has deleted the version. If a function
 * of the account and Region still uses the version, the apply ends with an error and nothing is revoked. Functions of
 * other accounts are not found: do not set `revokeOnDestroy` on a layer that you share.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
 */
export class SignedLambdaLayer extends Construct implements ITerraformDependable {
  /** The version of the layer as a Terraform resource, for settings that the construct does not offer. */
  public readonly layer: LambdaLayerVersion;

  /** The job that signs the layer. */
  public readonly job: SigningJob;

  /** The profile that signs the layer. */
  public readonly profile: ISigningProfile;

  constructor(scope: Construct, id: string, props: SignedLambdaLayerProps) {
    super(scope, id);
    this.validate(props);
    const { layerName, compatibleRuntimes, compatibleArchitectures, description, licenseInfo, skipDestroy, ...code } =
      props;
    const { job, profile, provider } = signLambdaCode(this, code);
    this.job = job;
    this.profile = profile;
    this.layer = new LambdaLayerVersion(this, "Resource", {
      layerName:
        layerName === undefined
          ? uniqueName(this, "LayerName", { maxLength: MAX_LAYER_NAME, separator: "-" })
          : plainText(layerName),
      s3Bucket: job.signedObject.bucketName,
      s3Key: job.signedObject.key,
      compatibleRuntimes,
      compatibleArchitectures,
      description: description && plainText(description),
      licenseInfo: licenseInfo && plainText(licenseInfo),
      skipDestroy,
      provider,
      // A function may keep a deleted version, but a new configuration of the function must not contain it.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Address in Terraform of the version, which is the last part of the layer. */
  public get fqn(): string {
    return this.layer.fqn;
  }

  /** ARN of the version, for the property `layers` of a Lambda function. */
  public get layerVersionArn(): string {
    return this.layer.arn;
  }

  /** ARN of the layer, without a version. */
  public get layerArn(): string {
    return this.layer.layerArn;
  }

  private validate(props: SignedLambdaLayerProps): void {
    validateProps(this, props, LAYER_PROPS);
    validateCodeOptions(this, props);
    if (props.profile) validateTagsOfCode(this, props);
    if (props.skipDestroy && props.revokeOnDestroy) {
      throw new ValidationError(
        this,
        '"skipDestroy" must not be true together with "revokeOnDestroy": functions that use the kept version could not be ' +
          "deployed again after the revocation. Keep the version, or revoke its signature",
      );
    }
  }
}
