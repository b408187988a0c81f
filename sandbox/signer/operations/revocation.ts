import { requirePermission } from "../access";
import { signingJobArn } from "../arn";
import { ACCOUNT_ID, ARN, NOT_EMPTY, PROFILE_NAME, PROFILE_VERSION, REVOCATION_REASON } from "../constraints";
import type { SignerContext } from "../context";
import { resourceNotFound, validationError } from "../errors";
import type { Operation } from "../operation";
import { NOTATION } from "../platforms";
import { isJobRevoked, isProfileVersionRevoked } from "../revocations";
import type { SigningProfile } from "../state";
import { jobNotFound } from "./jobs";
import { profileNotFound } from "./profiles";

// The rules are AWS's; the sandbox chose the texts of refusals unless noted.

export function revocationOperations(context: SignerContext): Operation[] {
  return [revokeSignature(context), revokeSigningProfile(context), getRevocationStatus(context)];
}

/** Irreversible. Another account than the owner's has to name the owner, and needs a permission on the profile. */
function revokeSignature({ access, ports, runner, state }: SignerContext): Operation {
  return {
    name: "RevokeSignature",
    method: "PUT",
    path: "/signing-jobs/{jobId}/revoke",
    handle: async ({ caller, region, input }) => {
      const { jobId, jobOwner, reason } = input.read(({ path, body }) => ({
        jobId: path.text("jobId"),
        jobOwner: body.optionalText("jobOwner", ACCOUNT_ID) ?? caller.accountId,
        reason: body.text("reason", REVOCATION_REASON),
      }));
      const arn = signingJobArn(region, jobOwner, jobId);
      await access.require(caller, "RevokeSignature", arn);
      const job = state.findJob(region, jobId);
      if (job === undefined || job.owner !== jobOwner) throw jobNotFound(jobId);
      if (jobOwner !== caller.accountId) requirePermission(caller, "signer:RevokeSignature", arn, job.profile);
      requireRevocable(job.profile);
      await runner.settle(job);
      if (job.outcome?.status !== "Succeeded") {
        const status = job.outcome?.status ?? "InProgress";
        throw validationError(
          `Signing job ${jobId} is ${status}: only the signature of a Succeeded job can be revoked`,
        );
      }
      if (job.revocation !== undefined) throw validationError(`The signature of job ${jobId} is already revoked`);
      job.revocation = { reason, revokedAt: ports.clock.now(), revokedBy: caller.arn };
      return undefined;
    },
  };
}

/** A revocation can be repeated to reach further back. @see https://docs.aws.amazon.com/signer/latest/api/API_RevokeSigningProfile.html */
function revokeSigningProfile({ access, ports }: SignerContext): Operation {
  return {
    name: "RevokeSigningProfile",
    method: "PUT",
    path: "/signing-profiles/{profileName}/revoke",
    handle: async ({ caller, region, input }) => {
      // The reason is required, but no operation ever returns it.
      const { name, profileVersion, effectiveTime } = input.read(({ path, body }) => ({
        name: path.text("profileName", PROFILE_NAME),
        profileVersion: body.text("profileVersion", PROFILE_VERSION),
        reason: body.text("reason", REVOCATION_REASON),
        effectiveTime: body.time("effectiveTime"),
      }));
      const reference = { region, owner: caller.accountId, name };
      const profile = await access.requireProfile(caller, "RevokeSigningProfile", reference);
      if (profile === undefined) throw profileNotFound(name);
      if (profile.version !== profileVersion) {
        const message = `Version ${profileVersion} does not exist for SigningProfile ${name}.`;
        throw resourceNotFound(message, "ProfileVersionNotFound");
      }
      requireRevocable(profile);
      const now = ports.clock.now();
      if (effectiveTime > now) throw validationError("The effectiveTime of a revocation must be in the past");
      if (profile.revocation !== undefined && effectiveTime >= profile.revocation.effectiveFrom) {
        throw validationError(
          `Profile ${name} is already revoked: the effectiveTime can only be set to an earlier time`,
        );
      }
      profile.status = "Revoked";
      profile.revocation = { effectiveFrom: effectiveTime, revokedAt: now, revokedBy: caller.arn };
      return undefined;
    },
  };
}

/**
 * SHA-384 of the part of a certificate that its issuer signed, followed by the same of the issuer's certificate.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_GetRevocationStatus.html
 */
const CERTIFICATE_HASH = { pattern: /^[0-9a-f]{192}$/i };

/**
 * Returns which of the given entities are revoked. The Lambda platform is refused (measured by a third
 * party). Certificates of this sandbox are never revoked.
 */
function getRevocationStatus({ access, state }: SignerContext): Operation {
  return {
    name: "GetRevocationStatus",
    method: "GET",
    path: "/revocations",
    handle: async ({ caller, input }) => {
      const { platformId, signedAt, jobArn, profileVersionArn } = input.read(({ query }) => ({
        platformId: query.text("platformId", NOT_EMPTY),
        signedAt: query.time("signatureTimestamp"),
        jobArn: query.text("jobArn", ARN),
        profileVersionArn: query.text("profileVersionArn", ARN),
        certificateHashes: query.textList("certificateHashes", CERTIFICATE_HASH),
      }));
      if (platformId !== NOTATION) throw validationError(`Invalid platformId: ${platformId}`);
      await access.require(caller, "GetRevocationStatus", jobArn);
      await access.require(caller, "GetRevocationStatus", profileVersionArn);
      const revokedEntities: string[] = [];
      if (isProfileVersionRevoked(state, profileVersionArn, signedAt)) revokedEntities.push(profileVersionArn);
      if (isJobRevoked(state, jobArn)) revokedEntities.push(jobArn);
      return { revokedEntities };
    },
  };
}

function requireRevocable({ platform }: SigningProfile): void {
  if (platform.revocationSupported) return;
  throw validationError(`Platform ${platform.platformId} does not support revocation`);
}
