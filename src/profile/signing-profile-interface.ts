import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { Platform } from "./platform";

/**
 * What a profile permission allows.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_AddProfilePermission.html
 */
export enum ProfilePermissionAction {
  /** Start signing jobs with the profile. Not on the Notation platform, which has none. For the IoT and FreeRTOS platforms AWS documents no sharing. */
  START_SIGNING_JOB = "signer:StartSigningJob",
  /** Read the profile. */
  GET_SIGNING_PROFILE = "signer:GetSigningProfile",
  /** Revoke signatures that were made with the profile. On the Lambda and Notation platforms only. */
  REVOKE_SIGNATURE = "signer:RevokeSignature",
  /** Sign container images with the profile. On the Notation platform only. */
  SIGN_PAYLOAD = "signer:SignPayload",
}

/** What a permission grants, and to whom. */
export interface ProfilePermissionOptions {
  /** What is allowed. It must be an action of the profile's platform. */
  readonly action: ProfilePermissionAction;

  /**
   * Who is allowed: an AWS account id of 12 digits, or the ARN of an IAM role. AWS Signer is reported to refuse roles that have a path:
   * allow their account then.
   *
   * @see https://github.com/aws/aws-sdk/issues/519
   */
  readonly principal: string;

  /**
   * The version of the profile that may be used, 10 letters and digits.
   *
   * @default - every version
   */
  readonly profileVersion?: string;

  /**
   * Name of the permission in the profile's policy: 1 to 64 letters, digits, underscores and hyphens.
   *
   * AWS Signer refuses a second statement with the same name. With a fixed name, a change of the permission can therefore fail
   * where something that depends on it, such as a signing job, has Terraform make the new permission before it removes the old.
   *
   * @default - a name that begins with the end of the construct's path, new whenever the permission is replaced
   */
  readonly statementId?: string;

  /**
   * AWS provider of the account that owns the profile.
   *
   * @default - the profile's provider
   */
  readonly provider?: TerraformProvider;

  /**
   * What must be there before the permission.
   *
   * @default - nothing but the profile and the permissions of it that were declared before
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** A permission of a signing profile. */
export interface IProfilePermission extends IConstruct, ITerraformDependable {
  /** Name of the permission in the profile's policy. */
  readonly statementId: string;
}

/** A signing profile, made in this stack or elsewhere. */
export interface ISigningProfile extends IConstruct, ITerraformDependable {
  /**
   * Name of the profile.
   * @attribute
   */
  readonly signingProfileName: string;

  /**
   * ARN of the profile, without a version.
   * @attribute
   */
  readonly signingProfileArn: string;

  /**
   * The profile's version, 10 letters and digits. Reading it is an error where `isVersionKnown` is false.
   * @attribute
   */
  readonly signingProfileVersion: string;

  /**
   * ARN of the profile's version, as a Lambda code signing config takes it. Reading it is an error where
   * `isVersionKnown` is false.
   * @attribute
   */
  readonly signingProfileVersionArn: string;

  /** Whether the version is known. False only for a profile that was imported by attributes without one. */
  readonly isVersionKnown: boolean;

  /**
   * Account that owns the profile, where it was imported as another account's. Signing jobs pass it to AWS Signer.
   *
   * @default - the account of the AWS provider
   */
  readonly profileOwner?: string;

  /**
   * The profile's platform, as far as it is known at synthesis. What does not go with it is refused.
   *
   * @default - not known; nothing is refused because of the platform
   */
  readonly platform?: Platform;

  /**
   * AWS provider of the account that owns the profile.
   *
   * @default - the stack's default AWS provider
   */
  readonly provider?: TerraformProvider;

  /**
   * Id of the profile's platform. Reading it is an error for a profile that was imported by attributes without platform.
   * @attribute
   */
  readonly platformId: string;

  /**
   * Name of the profile's platform for people. Reading it is an error for a profile that was imported by attributes.
   * @attribute
   */
  readonly platformDisplayName: string;

  /**
   * `Active`, `Canceled` or `Revoked`. Reading it is an error for a profile that was imported by attributes.
   * @attribute
   */
  readonly status: string;

  /**
   * Revocation of the profile. Reading it is an error for a profile that was imported by attributes.
   * @attribute
   */
  readonly revocationRecord: SigningProfileRevocationRecord;

  /**
   * Lets another account or a role use the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param options what is allowed, and to whom.
   */
  addPermission(id: string, options: ProfilePermissionOptions): IProfilePermission;

  /**
   * Lets another account or a role start signing jobs with the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantStartSigningJob(id: string, principal: string): IProfilePermission;

  /**
   * Lets another account or a role read the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantGetSigningProfile(id: string, principal: string): IProfilePermission;

  /**
   * Lets another account or a role revoke signatures that were made with the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantRevokeSignature(id: string, principal: string): IProfilePermission;

  /**
   * Lets another account or a role sign container images with the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantSignPayload(id: string, principal: string): IProfilePermission;
}

/**
 * Since when a profile's signatures are not valid any more, and who said so. All are `null` when Terraform runs while
 * the profile is not revoked.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_SigningProfileRevocationRecord.html
 */
export interface SigningProfileRevocationRecord {
  /** Signatures from this time on are not valid (RFC 3339). */
  readonly revocationEffectiveFrom: string;
  /** When the profile was revoked (RFC 3339). */
  readonly revokedAt: string;
  /** ARN of the principal that revoked it. */
  readonly revokedBy: string;
}
