import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import { Annotations, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { SigningProfileByAttributes, SigningProfileByName } from "./imported-signing-profile";
import type { Platform } from "./platform";
import { rulesOf } from "./platform-rules";
import type { SignatureValidity } from "./signature-validity";
import { profileRevocationRecord, SigningProfileBase } from "./signing-profile-base";
import type { ISigningProfile, SigningProfileRevocationRecord } from "./signing-profile-interface";
import type {
  SigningProfileAttributes,
  SigningProfileLookupOptions,
  SigningProfileProps,
} from "./signing-profile-props";
import { PROFILE_NAME } from "../protocol/constraints";
import { dependsOn } from "../terraform/depends-on";
import { plainTexts } from "../terraform/hcl";
import { nameFromPath } from "../terraform/name-from-path";
import { PropertyValidator } from "../validation/property-validator";
import { CERTIFICATE_ARN, NOT_EMPTY } from "../validation/text-rules";

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

  /** Whether the version is known: always. */
  public readonly isVersionKnown: boolean = true;
  /** Undefined: the account of the AWS provider owns the profile. */
  public readonly profileOwner?: string = undefined;
  /** The profile's platform. What does not go with it is refused. */
  public readonly platform?: Platform;
  /** AWS provider that makes the profile. */
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
      // The provider adds 26 characters to a prefix, and takes 38 at most.
      namePrefix:
        props.signingProfileName === undefined
          ? `${nameFromPath(this, { maxLength: 37, separator: "_" })}_`
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

  /** Name of the profile. */
  public get signingProfileName(): string {
    return (this.nameToken ??= this.resource.name);
  }

  /** ARN of the profile, without a version. */
  public get signingProfileArn(): string {
    return (this.arnToken ??= this.resource.arn);
  }

  /** The profile's version, 10 letters and digits. */
  public get signingProfileVersion(): string {
    return (this.versionToken ??= this.resource.version);
  }

  /** ARN of the profile's version, as a Lambda code signing config takes it. */
  public get signingProfileVersionArn(): string {
    return this.resource.versionArn;
  }

  /** Id of the profile's platform. */
  public get platformId(): string {
    return this.resource.platformId;
  }

  /** Name of the profile's platform for people. */
  public get platformDisplayName(): string {
    return this.resource.platformDisplayName;
  }

  /** `Active`, `Canceled` or `Revoked`. */
  public get status(): string {
    return this.resource.status;
  }

  /** Revocation of the profile. */
  public get revocationRecord(): SigningProfileRevocationRecord {
    return profileRevocationRecord(this.resource);
  }

  /** The bindings of provider 5 do not know the argument, so it is put into the configuration past them. */
  private addSigningParameters(signingParameters: { [name: string]: string }): void {
    this.resource.addOverride("signing_parameters", plainTexts(signingParameters));
    if (!("signingParameters" in this.resource)) {
      Annotations.of(this).addWarning(
        '"signingParameters" needs hashicorp/aws 6.11.0 or later, and the installed bindings are made for an older ' +
          "one, with which terraform plan fails. Install @cdktf/provider-aws 21 or any @cdktn/provider-aws",
      );
    }
  }

  private validate(props: SigningProfileProps): void {
    const validator = new PropertyValidator(this);
    validator.text("platform", props.platform.platformId, NOT_EMPTY);
    validator.text("signingProfileName", props.signingProfileName, PROFILE_NAME);
    validator.text("signingMaterial.certificateArn", props.signingMaterial?.certificateArn, CERTIFICATE_ARN);
    validateValidity(validator, props.signatureValidity);

    const rules = rulesOf(props.platform);
    const platformId = props.platform.platformId;
    if (rules?.signingMaterial === "required" && !props.signingMaterial) {
      validator.fail(
        `"signingMaterial" must be given on the platform "${platformId}", which signs with a certificate in ACM`,
      );
    }
    if (rules?.signingMaterial === "refused" && props.signingMaterial) {
      validator.fail(
        `"signingMaterial" must not be given on the platform "${platformId}", where AWS Signer keeps the key`,
      );
    }
    if (rules?.refusesSigningParameters && props.signingParameters) {
      validator.fail(`"signingParameters" must not be given on the platform "${platformId}", which takes none`);
    }
  }
}

/** AWS Signer's longest period, 135 months, in each unit; in days as many as 135 months can have. */
const MAX_VALIDITY: Readonly<Record<string, number>> = { DAYS: 4110, MONTHS: 135, YEARS: 11 };

function validateValidity(validator: PropertyValidator, validity: SignatureValidity | undefined): void {
  if (!validity) return;
  validator.wholeNumber(`signatureValidity (${validity.unit})`, validity.value, 1, MAX_VALIDITY[validity.unit]);
}
