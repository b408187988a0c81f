import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import { Annotations, ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Platform } from "./platform";
import { dependsOn } from "./private/dependencies";
import { plainTexts } from "./private/hcl";
import { DescribedSigningProfile, LookedUpSigningProfile } from "./private/imported-signing-profile";
import { nameFromPath } from "./private/names";
import { rulesOf } from "./private/platform-rules";
import { profileRevocationRecord } from "./private/revocation-records";
import { SigningProfileBase } from "./private/signing-profile-base";
import { CERTIFICATE_ARN, NOT_EMPTY } from "./private/text-rules";
import { PropertyValidator } from "./private/validate";
import { PROFILE_NAME } from "./protocol/constraints";
import type { SignatureValidity } from "./signature-validity";
import type { ISigningProfile, SigningProfileRevocationRecord } from "./signing-profile-interface";

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
   * **Names are used up.** AWS Signer never gives a name out again, not even after the profile is cancelled. With a fixed name a
   * change that replaces the profile fails, and so does creating the profile anew after it was destroyed. Leave the name out
   * unless something outside Terraform relies on it.
   *
   * @default - a name that begins with the end of the construct's path, new whenever the profile is replaced
   */
  readonly signingProfileName?: string;

  /**
   * How long signatures are valid.
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
   * Parameters of the FreeRTOS and IoT platforms. Refused on the Lambda platform.
   *
   * Terraform takes them only with `hashicorp/aws` 6.11.0 or later, which the bindings `@cdktf/provider-aws` 21 use;
   * with an older provider `terraform plan` fails.
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
   * @default - not known: the version and its ARN cannot be read, and signing jobs do not sign again when it changes
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

/**
 * A signing profile: whose signature a signing job makes, with which algorithms, and how long it is valid.
 *
 * Nothing but the tags of a profile can be changed; every other change makes a new profile, and the old one is
 * cancelled after everything that used it has moved. Signatures of a cancelled profile stay valid.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/gs-profile.html
 */
export class SigningProfile extends SigningProfileBase {
  /**
   * A profile of the AWS provider's account, read by Terraform in each plan.
   *
   * @param signingProfileName name of the profile.
   */
  public static fromSigningProfileName(
    scope: Construct,
    id: string,
    signingProfileName: string,
    options: SigningProfileLookupOptions = {},
  ): ISigningProfile {
    return new LookedUpSigningProfile(scope, id, signingProfileName, options);
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
    return new DescribedSigningProfile(scope, id, attributes);
  }

  /** The Terraform resource, for what the construct does not offer. */
  public readonly resource: SignerSigningProfile;
  public readonly isVersionKnown: boolean = true;
  public readonly profileOwner?: string = undefined;
  public readonly platform?: Platform;
  public readonly provider?: TerraformProvider;

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
        type: props.signatureValidity.type,
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
    return this.resource.name;
  }

  public get signingProfileArn(): string {
    return this.resource.arn;
  }

  public get signingProfileVersion(): string {
    return this.resource.version;
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
      Annotations.of(this).addWarning(
        '"signingParameters" needs hashicorp/aws 6.11.0 or later, and the installed @cdktf/provider-aws is made for an ' +
          "older one, with which terraform plan fails. Install @cdktf/provider-aws 21",
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
const LONGEST_VALIDITY: Readonly<Record<string, number>> = { DAYS: 4110, MONTHS: 135, YEARS: 11 };

function validateValidity(validator: PropertyValidator, validity: SignatureValidity | undefined): void {
  if (!validity) return;
  validator.wholeNumber(`signatureValidity (${validity.type})`, validity.value, 1, LONGEST_VALIDITY[validity.type]);
}
