import type { SignerState } from "./state";

/** Whether a job's signature was revoked at any time. */
export function isJobRevoked(state: SignerState, jobArn: string): boolean {
  return state.findJobByArn(jobArn)?.revocation !== undefined;
}

/** Whether a profile version was revoked for signatures of that time. */
export function isProfileVersionRevoked(state: SignerState, profileVersionArn: string, signedAt: Date): boolean {
  const revocation = state.findProfileVersion(profileVersionArn)?.revocation;
  return revocation !== undefined && signedAt >= revocation.effectiveFrom;
}
