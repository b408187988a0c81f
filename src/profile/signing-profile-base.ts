import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Platform } from "./platform";
import { ProfilePermission } from "./profile-permission";
import {
  IProfilePermission,
  ISigningProfile,
  ProfilePermissionAction,
  ProfilePermissionOptions,
  SigningProfileRevocationRecord,
} from "./signing-profile-interface";
import { listedField, Revocable } from "../terraform/nullable";

/**
 * The behavior that all kinds of signing profiles share.
 *
 * @internal
 */
export abstract class SigningProfileBase extends Construct implements ISigningProfile {
  public abstract readonly fqn: string;
  public abstract readonly signingProfileName: string;
  public abstract readonly signingProfileArn: string;
  public abstract readonly signingProfileVersion: string;
  public abstract readonly signingProfileVersionArn: string;
  public abstract readonly isVersionKnown: boolean;
  public abstract readonly profileOwner?: string;
  public abstract readonly platform?: Platform;
  public abstract readonly provider?: TerraformProvider;
  public abstract readonly platformId: string;
  public abstract readonly platformDisplayName: string;
  public abstract readonly status: string;
  public abstract readonly revocationRecord: SigningProfileRevocationRecord;

  public addPermission(id: string, options: ProfilePermissionOptions): IProfilePermission {
    return new ProfilePermission(this, id, { profile: this, ...options });
  }

  public grantStartSigningJob(id: string, principal: string): IProfilePermission {
    return this.addPermission(id, { action: ProfilePermissionAction.START_SIGNING_JOB, principal });
  }

  public grantGetSigningProfile(id: string, principal: string): IProfilePermission {
    return this.addPermission(id, { action: ProfilePermissionAction.GET_SIGNING_PROFILE, principal });
  }

  public grantRevokeSignature(id: string, principal: string): IProfilePermission {
    return this.addPermission(id, { action: ProfilePermissionAction.REVOKE_SIGNATURE, principal });
  }

  public grantSignPayload(id: string, principal: string): IProfilePermission {
    return this.addPermission(id, { action: ProfilePermissionAction.SIGN_PAYLOAD, principal });
  }
}

export function profileRevocationRecord(revocable: Revocable): SigningProfileRevocationRecord {
  return {
    revocationEffectiveFrom: listedField(revocable, "revocation_effective_from"),
    revokedAt: listedField(revocable, "revoked_at"),
    revokedBy: listedField(revocable, "revoked_by"),
  };
}
