import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { SigningProfileByAttributes, SigningProfileByName } from "./imported-signing-profile";
import type { Platform } from "./platform";
import { rulesOf } from "./platform-rules";
import { PROFILE_PROPS } from "./profile-properties";
import { profileRevocationRecord, SigningProfileBase } from "./signing-profile-base";
import type { ISigningProfile, SigningProfileRevocationRecord } from "./signing-profile-interface";
import type {
  SigningProfileAttributes,
  SigningProfileLookupOptions,
  SigningProfileProps,
} from "./signing-profile-props";
import { dependsOn } from "../terraform/depends-on";
import { plainTexts } from "../terraform/hcl";
import { nameFromPath } from "../terraform/name-from-path";
import { MAX_PROFILE_NAME_PREFIX } from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import { validateProps } from "../validation/props";
import { warn } from "../validation/warning";

/**
 * A signing profile: whose signature a signing job makes, with which algorithms, and how long it is valid.
 *
 * Nothing but the tags of a profile can be changed; every other change makes a new profile, and the old one is
 * canceled after everything that used it has moved. Signatures of a canceled profile stay valid.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/gs-profile.html
 */
export class SigningProfile extends SigningProfileBase {
  /**
   * A profile of the AWS provider's account, read by Terraform in each plan.
   *
   * A job that moves from a profile that is made here to the same profile by its name signs anew.
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
   * A profile by its attributes, also one of another account. AWS is not asked for it.
   *
   * @param attributes what is known about the profile.
   */
  public static fromSigningProfileAttributes(
    scope: Construct,
    id: string,
    attributes: SigningProfileAttributes,
  ): ISigningProfile {
    return new SigningProfileByAttributes(scope, id, attributes);
  }

  /** The Terraform resource, for what the construct does not offer. */
  public readonly resource: SignerSigningProfile;

  public readonly isVersionKnown: boolean = true;
  public readonly profileOwner?: string = undefined;
  public readonly platform?: Platform;
  public readonly provider?: TerraformProvider;

  // Tokens are kept, because every signing job uses them, and cdktf records a stack trace for each that is made.
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
          ? `${nameFromPath(this, { maxLength: MAX_PROFILE_NAME_PREFIX - 1, separator: "_" })}_`
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
        // A construct that moves keeps its profile: the prefix is there for people.
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

  /** The bindings of provider 5 do not know the argument, so it is put into the configuration past them. */
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
        `"signingParameters" must not be given on the platform "${platformId}", which takes none`,
      );
    }
  }
}
