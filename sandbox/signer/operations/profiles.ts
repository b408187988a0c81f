import { MAX_RESULTS, ACCOUNT_ID, PROFILE_NAME, PROFILE_STATUS } from "../constraints";
import type { SignerContext } from "../context";
import { resourceNotFound, SignerError, validationError } from "../errors";
import type { Operation } from "../operation";
import { paginate } from "../pagination";
import { newRevision } from "../profile-policy";
import type { SigningProfile } from "../state";
import { toEpochSeconds } from "../timestamps";
import { putSigningProfile } from "./put-signing-profile";

export function profileOperations(context: SignerContext): Operation[] {
  return [
    putSigningProfile(context),
    getSigningProfile(context),
    cancelSigningProfile(context),
    listSigningProfiles(context),
  ];
}

function getSigningProfile({ access }: SignerContext): Operation {
  return {
    name: "GetSigningProfile",
    method: "GET",
    path: "/signing-profiles/{profileName}",
    handle: async ({ caller, region, input }) => {
      const { name, owner } = input.read(({ path, query }) => ({
        name: path.text("profileName", PROFILE_NAME),
        owner: query.optionalText("profileOwner", ACCOUNT_ID) ?? caller.accountId,
      }));
      const profile = await access.requireProfile(caller, "GetSigningProfile", { region, owner, name });
      if (profile === undefined) throw profileNotFound(name);
      return {
        ...common(profile),
        overrides: profile.overrides,
        revocationRecord: profile.revocation && {
          revocationEffectiveFrom: toEpochSeconds(profile.revocation.effectiveFrom),
          revokedAt: toEpochSeconds(profile.revocation.revokedAt),
          revokedBy: profile.revocation.revokedBy,
        },
      };
    },
  };
}

/** Idempotent, but not after a revocation. The name stays taken. Measured by a third party. */
function cancelSigningProfile({ access }: SignerContext): Operation {
  return {
    name: "CancelSigningProfile",
    method: "DELETE",
    path: "/signing-profiles/{profileName}",
    handle: async ({ caller, region, input }) => {
      const { name } = input.read(({ path }) => ({ name: path.text("profileName", PROFILE_NAME) }));
      const reference = { region, owner: caller.accountId, name };
      const profile = await access.requireProfile(caller, "CancelSigningProfile", reference);
      if (profile === undefined) throw profileNotFound(name);
      if (profile.status === "Revoked") {
        throw validationError(`Profile ${name} cannot be canceled because it has been revoked`);
      }
      if (profile.status === "Active" && profile.policy !== undefined) {
        profile.policy = newRevision(profile.policy.permissions);
      }
      profile.status = "Canceled";
      return undefined;
    },
  };
}

/** @see https://docs.aws.amazon.com/signer/latest/api/API_ListSigningProfiles.html */
function listSigningProfiles({ access, state }: SignerContext): Operation {
  return {
    name: "ListSigningProfiles",
    method: "GET",
    path: "/signing-profiles",
    handle: async ({ caller, region, input }) => {
      const { includeCanceled, statuses, platformId, maxResults, nextToken } = input.read(({ query }) => ({
        includeCanceled: query.optionalFlag("includeCanceled") ?? false,
        statuses: query.optionalTextList("statuses", PROFILE_STATUS),
        platformId: query.optionalText("platformId"),
        maxResults: query.optionalInteger("maxResults", MAX_RESULTS),
        nextToken: query.optionalText("nextToken"),
      }));
      await access.require(caller, "ListSigningProfiles", "*");
      const shown = statuses.length > 0 ? statuses : ["Active"];
      const profiles = state
        .profilesOf(region, caller.accountId)
        .filter(({ status }) => shown.includes(status) || (includeCanceled && status === "Canceled"))
        .filter(({ platform }) => platformId === undefined || platform.platformId === platformId);
      const page = paginate(profiles, (profile) => profile.name, maxResults, nextToken);
      return { profiles: page.items.map(common), nextToken: page.nextToken };
    },
  };
}

export function profileNotFound(name: string): SignerError {
  return resourceNotFound(`Signing Profile with name ${name} does not exist.`, "ProfileNotFound");
}

export function describeParameters(parameters: ReadonlyMap<string, string> | undefined): object | undefined {
  return parameters && Object.fromEntries(parameters);
}

/** The members that Get and List have in common. */
function common(profile: SigningProfile): object {
  return {
    profileName: profile.name,
    profileVersion: profile.version,
    profileVersionArn: profile.versionArn,
    signingMaterial: profile.certificateArn === undefined ? undefined : { certificateArn: profile.certificateArn },
    signatureValidityPeriod: profile.validity,
    platformId: profile.platform.platformId,
    platformDisplayName: profile.platform.displayName,
    signingParameters: describeParameters(profile.signingParameters),
    status: profile.status,
    arn: profile.arn,
    tags: Object.fromEntries(profile.tags),
  };
}
