import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Platform } from "./platform";
import type { SignatureValidity } from "./signature-validity";

/** What a profile signs with, where AWS Signer does not keep the key itself. */
export interface SigningMaterial {
  /** ARN of the certificate in AWS Certificate Manager, in the Region of the profile. */
  readonly certificateArn: string;
}

/** Properties of a signing profile. */
export interface SigningProfileProps {
  /** What is signed, and with which algorithms. */
  readonly platform: Platform;

  /**
   * Name of the profile: 2 to 64 letters, digits and underscores.
   *
   * **Names are used up.** AWS Signer never gives a name out again, not even after the profile is canceled. With a fixed name a
   * change that replaces the profile fails, and so does creating the profile anew after it was destroyed. Leave the name out
   * unless something outside Terraform relies on it.
   *
   * @default - a name that begins with the end of the construct's path, new whenever the profile is replaced
   */
  readonly signingProfileName?: string;

  /**
   * How long signatures are valid. AWS documents it for the Lambda and Notation platforms only: leave it out on the IoT and FreeRTOS platforms.
   *
   * @default - 135 months, the longest time AWS Signer allows
   */
  readonly signatureValidity?: SignatureValidity;

  /**
   * What the profile signs with. Required on the IoT and FreeRTOS platforms, refused on the Lambda and Notation platforms.
   *
   * @default - AWS Signer keeps the key
   */
  readonly signingMaterial?: SigningMaterial;

  /**
   * Parameters of the FreeRTOS and IoT platforms, such as `certname`, the path of the certificate on the device, for updates over the air.
   * Refused on the Lambda platform.
   *
   * Terraform takes them only with `hashicorp/aws` 6.11.0 or later, which the bindings `@cdktf/provider-aws` 21 and
   * every `@cdktn/provider-aws` use; with an older provider `terraform plan` fails.
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
   * AWS provider that makes the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the profile.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** What may be said about a profile to look up. */
export interface SigningProfileLookupOptions {
  /**
   * AWS provider of the account that owns the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the profile is read.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** What is known about a profile that exists. */
export interface SigningProfileAttributes {
  /** Name of the profile. */
  readonly signingProfileName: string;

  /**
   * Version of the profile, 10 letters and digits.
   *
   * @default - not known: the version and its ARN cannot be read, which a `CodeSigningConfig` needs
   */
  readonly signingProfileVersion?: string;

  /**
   * Id of the account that owns the profile, if that is not the account of the AWS provider.
   *
   * @default - the account of the AWS provider
   */
  readonly profileOwner?: string;

  /**
   * Platform of the profile, so that what does not go with it is refused at synthesis.
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
   * AWS provider that tells partition, Region and account, and makes permissions of the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;
}
