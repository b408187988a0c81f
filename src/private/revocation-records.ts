import type { IResolvable } from "cdktf";
import type { RevocationRecord } from "../revocation-record";
import type { SigningProfileRevocationRecord } from "../signing-profile-interface";
import { partOrNull } from "./nullable";

/** A resource or data source of the AWS provider with a list of one revocation record or none. */
interface Revocable {
  interpolationForAttribute(terraformAttribute: string): IResolvable;
}

export function jobRevocationRecord(revocable: Revocable): RevocationRecord {
  return {
    reason: field(revocable, "reason"),
    revokedAt: field(revocable, "revoked_at"),
    revokedBy: field(revocable, "revoked_by"),
  };
}

export function profileRevocationRecord(revocable: Revocable): SigningProfileRevocationRecord {
  return {
    revocationEffectiveFrom: field(revocable, "revocation_effective_from"),
    revokedAt: field(revocable, "revoked_at"),
    revokedBy: field(revocable, "revoked_by"),
  };
}

function field(revocable: Revocable, name: string): string {
  return partOrNull(revocable.interpolationForAttribute("revocation_record"), `[0].${name}`);
}
