import { NOT_EMPTY, PROFILE_NAME, PROFILE_VERSION } from "../constraints";
import type { SignerContext } from "../context";
import { conflict, resourceNotFound, serviceLimitExceeded, SignerError, validationError } from "../errors";
import type { Call, Operation } from "../operation";
import { paginate } from "../pagination";
import { LAMBDA, NOTATION } from "../platforms";
import {
  isSamePermission,
  limitedSize,
  MAX_POLICY_BYTES,
  newRevision,
  Permission,
  ProfilePolicy,
  reportedSize,
} from "../profile-policy";
import type { SigningProfile } from "../state";

// Rules, codes and texts measured by a third party unless noted.

const PRINCIPAL = /^(\d{12}|arn:[a-z-]+:iam::\d{12}:role\/.+)$/;
const STATEMENT_ID = /^[A-Za-z0-9_-]+$/;
const MAX_STATEMENT_ID = 64;

/** Only these platforms know cross-account signing. @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html */
const GRANTABLE_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  [LAMBDA]: ["signer:StartSigningJob", "signer:GetSigningProfile", "signer:RevokeSignature"],
  [NOTATION]: ["signer:SignPayload", "signer:GetSigningProfile", "signer:RevokeSignature"],
};

export function permissionOperations(context: SignerContext): Operation[] {
  return [addProfilePermission(context), listProfilePermissions(context), removeProfilePermission(context)];
}

function addProfilePermission(context: SignerContext): Operation {
  return {
    name: "AddProfilePermission",
    method: "POST",
    path: "/signing-profiles/{profileName}/permissions",
    handle: async (call) => {
      const { profileName, permission, revisionId } = call.input.read(({ path, body }) => ({
        profileName: path.text("profileName", PROFILE_NAME),
        permission: {
          statementId: body.text("statementId"),
          action: body.text("action"),
          principal: body.text("principal"),
          profileVersion: body.optionalText("profileVersion", PROFILE_VERSION),
        },
        revisionId: body.optionalText("revisionId"),
      }));
      const profile = await findProfile(context, call, "AddProfilePermission", profileName);
      requireActive(profile, "add permission to");
      checkPermission(profile, permission);
      if (!(await context.ports.authorizer.principalExists(permission.principal))) {
        throw resourceNotFound("Principal not found");
      }
      return { revisionId: addTo(profile, permission, revisionId).revisionId };
    },
  };
}

function listProfilePermissions(context: SignerContext): Operation {
  return {
    name: "ListProfilePermissions",
    method: "GET",
    path: "/signing-profiles/{profileName}/permissions",
    handle: async (call) => {
      const { profileName, nextToken } = call.input.read(({ path, query }) => ({
        profileName: path.text("profileName", PROFILE_NAME),
        nextToken: query.optionalText("nextToken"),
      }));
      const profile = await findProfile(context, call, "ListProfilePermissions", profileName);
      const { revisionId, permissions } = requirePolicy(profile);
      const page = paginate(permissions, ({ statementId }) => statementId, undefined, nextToken);
      return {
        revisionId,
        policySizeBytes: reportedSize(profile.arn, permissions),
        permissions: page.items,
        nextToken: page.nextToken,
      };
    },
  };
}

function removeProfilePermission(context: SignerContext): Operation {
  return {
    name: "RemoveProfilePermission",
    method: "DELETE",
    path: "/signing-profiles/{profileName}/permissions/{statementId}",
    handle: async (call) => {
      const { profileName, statementId, revisionId } = call.input.read(({ path, query }) => ({
        profileName: path.text("profileName", PROFILE_NAME),
        statementId: path.text("statementId", NOT_EMPTY),
        revisionId: query.text("revisionId"),
      }));
      const profile = await findProfile(context, call, "RemoveProfilePermission", profileName);
      requireActive(profile, "remove permission from");
      const policy = requirePolicy(profile);
      if (revisionId !== policy.revisionId) throw revisionMismatch(revisionId, policy);
      const remaining = policy.permissions.filter((each) => each.statementId !== statementId);
      if (remaining.length === policy.permissions.length) {
        throw resourceNotFound(
          `No policy named ${statementId} associated with ${profileName} profile`,
          "PolicyNotFound",
        );
      }
      const revision = newRevision(remaining);
      // The policy ends with its last permission.
      profile.policy = remaining.length > 0 ? revision : undefined;
      return { revisionId: revision.revisionId };
    },
  };
}

async function findProfile(
  { access }: SignerContext,
  { caller, region }: Call,
  operation: string,
  name: string,
): Promise<SigningProfile> {
  const profile = await access.requireProfile(caller, operation, { region, owner: caller.accountId, name });
  if (profile !== undefined) return profile;
  throw resourceNotFound(`SigningProfile with name ${name} does not exist`, "ProfileNotFound");
}

function requireActive(profile: SigningProfile, verb: string): void {
  if (profile.status === "Active") return;
  throw validationError(`Cannot ${verb} a profile in ${profile.status} state`, "ProfileNotActive");
}

function requirePolicy(profile: SigningProfile): ProfilePolicy {
  if (profile.policy !== undefined) return profile.policy;
  throw resourceNotFound(`No policies associated with profile ${profile.name}`, "PolicyNotFound");
}

function checkPermission(profile: SigningProfile, permission: Permission): void {
  const { statementId, principal, action, profileVersion } = permission;
  const { platformId } = profile.platform;
  if (statementId === "") throw validationError("statementId cannot be empty.");
  if (!STATEMENT_ID.test(statementId)) {
    const message = "Statement ID must contain only alphanumeric characters, underscores, and dashes";
    throw validationError(message, "InvalidPermissionStatement");
  }
  if (statementId.length > MAX_STATEMENT_ID) {
    // The text is AWS's. An id of exactly 64 characters is valid.
    const message = "Statement ID must be less than 64 characters length";
    throw validationError(message, "InvalidPermissionStatement");
  }
  if (!PRINCIPAL.test(principal)) {
    throw validationError("Principal is not a valid AWS account id or IAM Role Arn", "InvalidPrincipal");
  }
  const grantable = GRANTABLE_ACTIONS[platformId] ?? [];
  if (!grantable.includes(action)) {
    throw validationError(
      `Action ${action} not supported for platform ${platformId}. Action must be one of [${grantable.join(", ")}]`,
    );
  }
  if (profileVersion !== undefined && profileVersion !== profile.version) {
    const message = `Version ${profileVersion} does not exist for SigningProfile ${profile.name}.`;
    throw resourceNotFound(message, "ProfileVersionNotFound");
  }
}

function addTo(profile: SigningProfile, permission: Permission, revisionId: string | undefined): ProfilePolicy {
  const { policy } = profile;
  const existing = policy?.permissions.find((each) => each.statementId === permission.statementId);
  if (policy !== undefined && existing !== undefined) {
    // This is checked before the revision.
    if (isSamePermission(existing, permission)) return policy;
    const message = `Statement with statementId ${permission.statementId} is already in the policy`;
    throw validationError(message, "InvalidPermissionStatement");
  }
  checkRevision(profile, revisionId);
  const permissions = [...(policy?.permissions ?? []), permission];
  if (limitedSize(profile.arn, permissions) > MAX_POLICY_BYTES) {
    throw serviceLimitExceeded(`Policy cannot exceed maximum size of ${MAX_POLICY_BYTES} bytes`);
  }
  profile.policy = newRevision(permissions);
  return profile.policy;
}

/** An empty revision counts as none. Terraform's provider sends one with the first permission, and AWS accepts it. */
function checkRevision({ name, policy }: SigningProfile, revisionId: string | undefined): void {
  const given = revisionId === "" ? undefined : revisionId;
  if (policy === undefined) {
    if (given === undefined) return;
    throw validationError("Resource Policy does not exist but revisionId was specified in the request");
  }
  if (given === undefined) {
    throw validationError(
      `Resource Policy exists for Profile Name ${name}. But no revisionId was provided in the request`,
    );
  }
  if (given !== policy.revisionId) throw revisionMismatch(given, policy);
}

function revisionMismatch(sent: string, { revisionId }: ProfilePolicy): SignerError {
  return conflict(
    `Specified revisionId (${sent}) does not match the revisionId of the existing policy (${revisionId})`,
    "PolicyRevisionIdMismatch",
  );
}
