import { DataAwsSignerSigningProfile } from "@cdktf/provider-aws/lib/data-aws-signer-signing-profile";
import { Fn, TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import type { Platform } from "./platform";
import { PROFILE_ATTRIBUTES, PROFILE_LOOKUP } from "./profile-properties";
import { profileRevocationRecord, SigningProfileBase } from "./signing-profile-base";
import type { SigningProfileRevocationRecord } from "./signing-profile-interface";
import type { SigningProfileAttributes, SigningProfileLookupOptions } from "./signing-profile-props";
import { AwsEnvironment } from "../terraform/aws-environment";
import { dependsOn } from "../terraform/depends-on";
import { plainText } from "../terraform/hcl";
import { orElse } from "../terraform/nullable";
import { isToken } from "../terraform/tokens";
import { PROFILE_VERSION_ARN } from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import { text } from "../validation/kinds";
import { validateProps } from "../validation/props";

/** A profile that Terraform reads in every plan. */
export class SigningProfileByName extends SigningProfileBase {
  public readonly isVersionKnown = true;
  /** @internal */
  public readonly _isLookedUp = true;
  public readonly profileOwner = undefined;
  public readonly platform = undefined;
  public readonly provider?: TerraformProvider;
  private readonly data: DataAwsSignerSigningProfile;

  constructor(scope: Construct, id: string, signingProfileName: string, options: SigningProfileLookupOptions) {
    super(scope, id);
    validateProps(this, { signingProfileName, options }, PROFILE_LOOKUP);
    this.provider = options.provider;
    this.data = new DataAwsSignerSigningProfile(this, "Resource", {
      name: plainText(signingProfileName),
      provider: options.provider,
    });
    this.data.dependsOn = dependsOn(this, () => options.dependsOn ?? []);
  }

  public get fqn(): string {
    return this.data.fqn;
  }

  public get signingProfileName(): string {
    return this.data.name;
  }

  public get signingProfileArn(): string {
    return this.data.arn;
  }

  public get signingProfileVersion(): string {
    return this.data.version;
  }

  public get signingProfileVersionArn(): string {
    return this.data.versionArn;
  }

  public get platformId(): string {
    return this.data.platformId;
  }

  public get platformDisplayName(): string {
    return this.data.platformDisplayName;
  }

  public get status(): string {
    return this.data.status;
  }

  public get revocationRecord(): SigningProfileRevocationRecord {
    return profileRevocationRecord(this.data);
  }
}

/** A profile described by the attributes that the user gives. No AWS call reads it. */
export class SigningProfileByAttributes extends SigningProfileBase {
  public readonly signingProfileName: string;
  public readonly isVersionKnown: boolean;
  public readonly profileOwner?: string;
  public readonly platform?: Platform;
  public readonly provider?: TerraformProvider;
  private readonly version?: string;
  private readonly region?: string;

  constructor(scope: Construct, id: string, attributes: SigningProfileAttributes) {
    super(scope, id);
    validateProps(this, attributes, PROFILE_ATTRIBUTES);
    this.signingProfileName = plainText(attributes.signingProfileName);
    this.version = attributes.signingProfileVersion && plainText(attributes.signingProfileVersion);
    this.isVersionKnown = attributes.signingProfileVersion !== undefined;
    this.profileOwner = attributes.profileOwner;
    this.platform = attributes.platform;
    this.provider = attributes.provider;
    this.region = attributes.region;
  }

  /**
   * The profile has no resource in this stack. This is the address of the lookup that provides the parts of its ARN.
   */
  public get fqn(): string {
    return this.environment.fqn;
  }

  public get signingProfileArn(): string {
    const { partition, region, accountId } = this.environmentOfProfile();
    return `arn:${partition}:signer:${region}:${accountId}:/signing-profiles/${this.signingProfileName}`;
  }

  public get signingProfileVersion(): string {
    return this.version ?? this.unknown("signingProfileVersion", 'give "signingProfileVersion"');
  }

  public get signingProfileVersionArn(): string {
    return `${this.signingProfileArn}/${this.signingProfileVersion}`;
  }

  public get platformId(): string {
    return this.platform?.platformId ?? this.unknown("platformId", 'give "platform"');
  }

  public get platformDisplayName(): string {
    return this.unknown("platformDisplayName", "use SigningProfile.fromSigningProfileName");
  }

  public get status(): string {
    return this.unknown("status", "use SigningProfile.fromSigningProfileName");
  }

  public get revocationRecord(): SigningProfileRevocationRecord {
    return this.unknown("revocationRecord", "use SigningProfile.fromSigningProfileName");
  }

  private get environment(): AwsEnvironment {
    return AwsEnvironment.of(this, this.provider);
  }

  private environmentOfProfile(): { partition: string; region: string; accountId: string } {
    return {
      partition: this.environment.partition,
      region: orElse(this.region, () => this.environment.region),
      accountId: orElse(this.profileOwner, () => this.environment.accountId),
    };
  }

  private unknown(attribute: string, remedy: string): never {
    throw new ValidationError(
      this,
      `"${attribute}" of the signing profile "${this.signingProfileName}" is not known, because it was imported by attributes: ${remedy}`,
    );
  }
}

/** The parts of the ARN of a profile's version. A token is split when Terraform runs. */
export function partsOfVersionArn(scope: Construct, signingProfileVersionArn: string): SigningProfileAttributes {
  text(PROFILE_VERSION_ARN)(scope, "signingProfileVersionArn", signingProfileVersionArn);
  const split = (separator: string, value: string, index: number): string =>
    isToken(value) ? Token.asString(Fn.element(Fn.split(separator, value), index)) : value.split(separator)[index];
  return {
    region: split(":", signingProfileVersionArn, 3),
    profileOwner: split(":", signingProfileVersionArn, 4),
    signingProfileName: split("/", signingProfileVersionArn, 2),
    signingProfileVersion: split("/", signingProfileVersionArn, 3),
  };
}
