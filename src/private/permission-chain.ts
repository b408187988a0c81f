import { ITerraformDependable, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

type Permission = IConstruct & ITerraformDependable;

const permissionsByProfile = new WeakMap<object, Permission[]>();

/**
 * Adds a permission to those of its profile and returns its predecessor in the same stack.
 *
 * AWS Signer numbers the revisions of a profile's policy, and the provider goes on sending the revision it has seen
 * first: of two permissions that are made at once, one fails. So each waits for the one before.
 */
export function appendPermission(profile: object, permission: Permission): Permission | undefined {
  const predecessors = permissionsOf(profile, permission);
  permissionsByProfile.set(profile, [...(permissionsByProfile.get(profile) ?? []), permission]);
  return predecessors[predecessors.length - 1];
}

/** The permissions that were made through a profile object in the stack of a construct, so far. */
export function permissionsOf(profile: object, scope: IConstruct): readonly Permission[] {
  const stack = TerraformStack.of(scope);
  return (permissionsByProfile.get(profile) ?? []).filter((permission) => TerraformStack.of(permission) === stack);
}
