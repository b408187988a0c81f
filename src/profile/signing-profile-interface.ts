import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { Platform } from "./platform";

/**
 * The action that a profile permission allows.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_AddProfilePermission.html
 */
export enum ProfilePermissionAction {
  /**
   * Start signing jobs with the profile. Not on the Notation platform, which has no signing jobs. AWS does not document
   * sharing for the IoT and FreeRTOS platforms.
   */
  START_SIGNING_JOB = "signer:StartSigningJob",
  /** Read the profile. */
  GET_SIGNING_PROFILE = "signer:GetSigningProfile",
  /** Revoke signatures that were created with the profile. On the Lambda and Notation platforms only. */
  REVOKE_SIGNATURE = "signer:RevokeSignature",
  /** Sign container images with the profile. On the Notation platform only. */
  SIGN_PAYLOAD = "signer:SignPayload",
}

/** Options of a profile permission: the action it allows, and the principal it allows it to. */
export interface ProfilePermissionOptions {
  /** The action to allow. It must be an action of the profile's platform. */
  readonly action: ProfilePermissionAction;

  /**
   * The principal to allow: an AWS account id of 12 digits, or the ARN of an IAM role. AWS Signer is reported to refuse
   * roles that have a path. For such a role, allow its account instead.
   *
   * @see https://github.com/aws/aws-sdk/issues/519
   */
  readonly principal: string;

  /**
   * The only version of the profile that the principal may use, 10 letters and digits.
   *
   * @default - every version
   */
  readonly profileVersion?: string;

  /**
   * Name of the permission in the profile's policy: 1 to 64 letters, digits, underscores and hyphens.
   *
   * AWS Signer refuses a second statement with the same name, so a change of a permission with a fixed name can fail.
   * It fails if something that depends on the permission, such as a signing job, makes Terraform create the new
   * permission before it removes the old one.
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
   * Resources that must exist before the permission.
   *
   * @default - only the profile and its permissions that were declared earlier
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** A permission of a signing profile. */
export interface IProfilePermission extends IConstruct, ITerraformDependable {
  /** Name of the permission in the profile's policy. */
  readonly statementId: string;
}

/** A signing profile, created in this stack or elsewhere. */
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
   * ARN of the profile's version, as a Lambda code signing config requires it. Reading it is an error where
   * `isVersionKnown` is false.
   * @attribute
   */
  readonly signingProfileVersionArn: string;

  /** Whether the version is known. False only for a profile that was imported by attributes without a version. */
  readonly isVersionKnown: boolean;

  /**
   * Whether a data source reads the profile in every plan.
   *
   * @internal
   */
  readonly _isLookedUp?: boolean;

  /**
   * Id of the account that owns the profile, if the profile was imported as one of another account. Signing jobs pass
   * it to AWS Signer.
   *
   * @default - the account of the AWS provider
   */
  readonly profileOwner?: string;

  /**
   * The profile's platform, if it is known at synthesis. Settings that this platform does not support are refused.
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
   * Id of the profile's platform. Reading it is an error for a profile that was imported by attributes without a
   * platform.
   * @attribute
   */
  readonly platformId: string;

  /**
   * Display name of the profile's platform. Reading it is an error for a profile that was imported by attributes.
   * @attribute
   */
  readonly platformDisplayName: string;

  /**
   * `Active`, `Canceled` or `Revoked`. Reading it is an error for a profile that was imported by attributes.
   * @attribute
   */
  readonly status: string;

  /**
   * Details of the profile's revocation. Reading it is an error for a profile that was imported by attributes.
   * @attribute
   */
  readonly revocationRecord: SigningProfileRevocationRecord;

  /**
   * Allows another account or a role to use the profile.
   *
   * @param id id of the permission, unique in the profile.
   * @param options the action to allow, and the principal to allow it to.
   */
  addPermission(id: string, options: ProfilePermissionOptions): IProfilePermission;

  /**
   * Allows another account or a role to start signing jobs with the profile.
   *
   * @param id id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantStartSigningJob(id: string, principal: string): IProfilePermission;

  /**
   * Allows another account or a role to read the profile.
   *
   * @param id id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantGetSigningProfile(id: string, principal: string): IProfilePermission;

  /**
   * Allows another account or a role to revoke signatures that were created with the profile.
   *
   * @param id id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantRevokeSignature(id: string, principal: string): IProfilePermission;

  /**
   * Allows another account or a role to sign container images with the profile.
   *
   * @param id id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantSignPayload(id: string, principal: string): IProfilePermission;
}

/**
 * When and by whom a profile was revoked. If the profile is not revoked, all values are `null` when Terraform runs.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_SigningProfileRevocationRecord.html
 */
export interface SigningProfileRevocationRecord {
  /** Signatures created from this time on are not valid (RFC 3339). */
  readonly revocationEffectiveFrom: string;
  /** When the profile was revoked (RFC 3339). */
  readonly revokedAt: string;
  /** ARN of the principal that revoked it. */
  readonly revokedBy: string;
}
