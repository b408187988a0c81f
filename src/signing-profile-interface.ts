import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { Platform } from "./platform";
import type { ProfilePermission, ProfilePermissionOptions } from "./profile-permission";

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
  addPermission(id: string, options: ProfilePermissionOptions): ProfilePermission;

  /**
   * Lets another account or a role start signing jobs with the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantStartSigningJob(id: string, principal: string): ProfilePermission;

  /**
   * Lets another account or a role read the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantGetSigningProfile(id: string, principal: string): ProfilePermission;

  /**
   * Lets another account or a role revoke signatures that were made with the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantRevokeSignature(id: string, principal: string): ProfilePermission;

  /**
   * Lets another account or a role sign container images with the profile.
   *
   * @param id of the permission, unique in the profile.
   * @param principal an AWS account id or the ARN of an IAM role.
   */
  grantSignPayload(id: string, principal: string): ProfilePermission;
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
