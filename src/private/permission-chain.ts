import type { ITerraformDependable } from "cdktf";

const permissionsOfProfile = new WeakMap<object, ITerraformDependable[]>();

/**
 * Adds a permission to those of its profile and returns its predecessor.
 *
 * AWS Signer numbers the revisions of a profile's policy, and the provider goes on sending the revision it has seen
 * first: of two permissions that are made at once, one fails. So each waits for the one before.
 */
export function appendPermission(profile: object, permission: ITerraformDependable): ITerraformDependable | undefined {
  const permissions = permissionsOfProfile.get(profile) ?? [];
  const predecessor = permissions[permissions.length - 1];
  permissionsOfProfile.set(profile, [...permissions, permission]);
  return predecessor;
}

/** The permissions that were made through a profile object, so far. */
export function permissionsOf(profile: object): readonly ITerraformDependable[] {
  return permissionsOfProfile.get(profile) ?? [];
}
