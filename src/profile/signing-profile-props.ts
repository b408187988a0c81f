import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Platform } from "./platform";
import type { SignatureValidity } from "./signature-validity";

/** The certificate that a profile signs with, on platforms where AWS Signer does not manage the key. */
export interface SigningMaterial {
  /** ARN of the certificate in AWS Certificate Manager, in the Region of the profile. */
  readonly certificateArn: string;
}

/** Properties of a signing profile. */
export interface SigningProfileProps {
  /** The kind of code to sign and the algorithms to sign it with. */
  readonly platform: Platform;

  /**
   * Name of the profile: 2 to 64 letters, digits and underscores.
   *
   * **A name cannot be used twice.** AWS Signer never accepts a name again, not even after the profile is canceled.
   * With a fixed name, a change that replaces the profile fails. Creating the profile again after it was destroyed
   * fails too. Omit the name unless something outside Terraform relies on it.
   *
   * @default - a name that begins with the end of the construct's path, new whenever the profile is replaced
   */
  readonly signingProfileName?: string;

  /**
   * How long signatures are valid. AWS documents this setting for the Lambda and Notation platforms only. Omit it on
   * the IoT and FreeRTOS platforms.
   *
   * @default - 135 months, the longest period that AWS Signer allows
   */
  readonly signatureValidity?: SignatureValidity;

  /**
   * The certificate that the profile signs with. Required on the IoT and FreeRTOS platforms, refused on the Lambda and
   * Notation platforms.
   *
   * @default - a key that AWS Signer manages
   */
  readonly signingMaterial?: SigningMaterial;

  /**
   * Parameters of the FreeRTOS and IoT platforms. For example, `certname` is the path of the certificate on the device,
   * for updates over the air. Refused on the Lambda platform.
   *
   * Signing parameters require `hashicorp/aws` 6.11.0 or later, which the bindings `@cdktf/provider-aws` 21 and every
   * `@cdktn/provider-aws` use. With an older provider `terraform plan` fails.
   *
   * @default - none
   */
  readonly signingParameters?: { [name: string]: string };

  /**
   * Tags of the profile.
   *
   * @default - the default tags of the AWS provider
   */
  readonly tags?: { [key: string]: string };

  /**
   * AWS provider that creates the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that must exist before the profile.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Options for `SigningProfile.fromSigningProfileName`. */
export interface SigningProfileLookupOptions {
  /**
   * AWS provider of the account that owns the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that must exist before the profile is read.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Attributes of an existing profile. */
export interface SigningProfileAttributes {
  /** Name of the profile. */
  readonly signingProfileName: string;

  /**
   * Version of the profile, 10 letters and digits.
   *
   * @default - not known; the version and its ARN cannot be read, and a `CodeSigningConfig` requires the ARN
   */
  readonly signingProfileVersion?: string;

  /**
   * Id of the account that owns the profile, if that is not the account of the AWS provider.
   *
   * @default - the account of the AWS provider
   */
  readonly profileOwner?: string;

  /**
   * Platform of the profile. Settings that this platform does not support are refused at synthesis.
   *
   * @default - not known
   */
  readonly platform?: Platform;

  /**
   * Code of the profile's Region.
   *
   * @default - the Region of the AWS provider
   */
  readonly region?: string;

  /**
   * AWS provider that supplies the partition, Region and account, and creates permissions of the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;
}

/** Options of a profile that the ARN of its version does not contain. */
export interface SigningProfileVersionArnOptions {
  /**
   * Platform of the profile. Settings that this platform does not support are refused at synthesis.
   *
   * @default - not known
   */
  readonly platform?: Platform;

  /**
   * AWS provider that creates permissions of the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;
}
