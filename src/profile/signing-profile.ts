import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { partsOfVersionArn, SigningProfileByAttributes, SigningProfileByName } from "./imported-signing-profile";
import type { Platform } from "./platform";
import { rulesOf } from "./platform-rules";
import { PROFILE_PROPS } from "./profile-properties";
import { profileRevocationRecord, SigningProfileBase } from "./signing-profile-base";
import type { ISigningProfile, SigningProfileRevocationRecord } from "./signing-profile-interface";
import type {
  SigningProfileAttributes,
  SigningProfileLookupOptions,
  SigningProfileProps,
  SigningProfileVersionArnOptions,
} from "./signing-profile-props";
import { dependsOn } from "../terraform/depends-on";
import { plainTexts } from "../terraform/hcl";
import { nameFromPath } from "../terraform/name-from-path";
import { MAX_NAME_PREFIX } from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import { validateProps } from "../validation/props";
import { warn } from "../validation/warning";

/**
 * A signing profile: the identity that signs, the algorithms it signs with, and how long its signatures are valid.
 *
 * Only the tags of a profile can be changed in place. Every other change creates a new profile. Terraform cancels the
 * old profile after everything that used it has moved to the new one. Signatures of a canceled profile stay valid.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/gs-profile.html
 */
export class SigningProfile extends SigningProfileBase {
  /**
   * An existing profile of the AWS provider's account, which Terraform reads in every plan.
   *
   * A job signs again if its profile changes from a `SigningProfile` of this stack to the same profile by its name.
   *
   * @param signingProfileName name of the profile.
   */
  public static fromSigningProfileName(
    scope: Construct,
    id: string,
    signingProfileName: string,
    options: SigningProfileLookupOptions = {},
  ): ISigningProfile {
    return new SigningProfileByName(scope, id, signingProfileName, options);
  }

  /**
   * An existing profile of this or another account, described by its attributes. No AWS call reads it.
   *
   * @param attributes attributes of the profile.
   */
  public static fromSigningProfileAttributes(
    scope: Construct,
    id: string,
    attributes: SigningProfileAttributes,
  ): ISigningProfile {
    return new SigningProfileByAttributes(scope, id, attributes);
  }

  /**
   * A profile that is identified by the ARN of its version, which the owner of a profile in another account provides.
   * No AWS call reads it.
   *
   * @param signingProfileVersionArn ARN of the version, such as
   * `arn:aws:signer:eu-west-1:111122223333:/signing-profiles/release/AbCdEf1234`.
   * @param options values that the ARN does not contain.
   */
  public static fromSigningProfileVersionArn(
    scope: Construct,
    id: string,
    signingProfileVersionArn: string,
    options: SigningProfileVersionArnOptions = {},
  ): ISigningProfile {
    const parts = partsOfVersionArn(scope, signingProfileVersionArn);
    return new SigningProfileByAttributes(scope, id, { ...options, ...parts });
  }

  /** The Terraform resource, for settings that the construct does not offer. */
  public readonly resource: SignerSigningProfile;

  public readonly isVersionKnown: boolean = true;
  public readonly profileOwner?: string = undefined;
  public readonly platform?: Platform;
  public readonly provider?: TerraformProvider;

  // Tokens are kept, because every signing job uses them, and cdktf records a stack trace for each new token.
  private nameToken?: string;
  private arnToken?: string;
  private versionToken?: string;

  constructor(scope: Construct, id: string, props: SigningProfileProps) {
    super(scope, id);
    this.validate(props);
    this.platform = props.platform;
    this.provider = props.provider;
    this.resource = new SignerSigningProfile(this, "Resource", {
      platformId: props.platform.platformId,
      name: props.signingProfileName,
      namePrefix:
        props.signingProfileName === undefined
          ? `${nameFromPath(this, { maxLength: MAX_NAME_PREFIX.profile - 1, separator: "_" })}_`
          : undefined,
      signatureValidityPeriod: props.signatureValidity && {
        type: props.signatureValidity.unit,
        value: props.signatureValidity.value,
      },
      signingMaterial: props.signingMaterial,
      tags: props.tags && plainTexts(props.tags),
      provider: props.provider,
      lifecycle: {
        createBeforeDestroy: true,
        // A construct that moves keeps its profile. The prefix only makes the name readable.
        ignoreChanges: ["name_prefix"],
      },
    });
    this.resource.dependsOn = dependsOn(this, () => props.dependsOn ?? []);
    if (props.signingParameters) this.addSigningParameters(props.signingParameters);
  }

  /** Address of the profile in Terraform. */
  public get fqn(): string {
    return this.resource.fqn;
  }

  public get signingProfileName(): string {
    return (this.nameToken ??= this.resource.name);
  }

  public get signingProfileArn(): string {
    return (this.arnToken ??= this.resource.arn);
  }

  public get signingProfileVersion(): string {
    return (this.versionToken ??= this.resource.version);
  }

  public get signingProfileVersionArn(): string {
    return this.resource.versionArn;
  }

  public get platformId(): string {
    return this.resource.platformId;
  }

  public get platformDisplayName(): string {
    return this.resource.platformDisplayName;
  }

  public get status(): string {
    return this.resource.status;
  }

  public get revocationRecord(): SigningProfileRevocationRecord {
    return profileRevocationRecord(this.resource);
  }

  /** The bindings of provider 5 do not know this argument, so it is written to the configuration as an override. */
  private addSigningParameters(signingParameters: { [name: string]: string }): void {
    this.resource.addOverride("signing_parameters", plainTexts(signingParameters));
    if (!("signingParameters" in this.resource)) {
      warn(
        this,
        '"signingParameters" needs hashicorp/aws 6.11.0 or later, and the installed bindings are made for an older ' +
          "one, with which terraform plan fails. Install @cdktf/provider-aws 21 or any @cdktn/provider-aws",
      );
    }
  }

  private validate(props: SigningProfileProps): void {
    validateProps(this, props, PROFILE_PROPS);
    const rules = rulesOf(props.platform);
    const platformId = props.platform.platformId;
    if (rules?.signingMaterial === "required" && !props.signingMaterial) {
      throw new ValidationError(
        this,
        `"signingMaterial" must be given on the platform "${platformId}", which signs with a certificate in ACM`,
      );
    }
    if (rules?.signingMaterial === "refused" && props.signingMaterial) {
      throw new ValidationError(
        this,
        `"signingMaterial" must not be given on the platform "${platformId}", where AWS Signer keeps the key`,
      );
    }
    if (rules?.refusesSigningParameters && props.signingParameters) {
      throw new ValidationError(
        this,
        `"signingParameters" must not be given on the platform "${platformId}", which has none`,
      );
    }
  }
}
