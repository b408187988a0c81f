import type { ReportedResult } from "./run/report";

/** Where another emulator differs from the assumptions about AWS. Anything else is a finding. */
export interface KnownDifferences {
  /** Ids of probes that differ, and why this shows nothing about AWS. */
  readonly differs: Readonly<Record<string, string>>;
  /** Ids of probes, or `theme/*`, that cannot be asked. */
  readonly notAsked: readonly string[];
  /** Ids of probes whose result depends on the order in which they are asked. */
  readonly unsteady: readonly string[];
}

const JOBS_NEVER_FAIL = "its jobs never fail: it does not look at what it signs";
const CHECKED_AT_ONCE = "it looks for buckets and objects in StartSigningJob; AWS does not document when it does";
const NO_S3_RIGHTS = "it reads and writes S3 with rights of its own, not with those of the caller";
const NO_OWNER = "it accepts profileOwner, and ignores it";
const RECEIPT = "its signed object is a JSON receipt, not a signed package";
const NOT_CHECKED = "it does not check this";

export const KNOWN_DIFFERENCES: Readonly<Record<"ministack" | "moto", KnownDifferences>> = {
  ministack: {
    differs: {
      "refusals/canceled-profile": "it starts jobs with canceled profiles, which AWS documents to be impossible",
      "refusals/no-job": "follows from refusals/canceled-profile",
      "refusals/image-profile": NOT_CHECKED,
      "refusals/no-source-version": NOT_CHECKED,
      "refusals/wrong-secret": "it does not verify the signature of an account's root",
      "refusals/slow-clock": "it does not verify the signature of an account's root",
      "job-failures/missing-key": CHECKED_AT_ONCE,
      "job-failures/missing-version": CHECKED_AT_ONCE,
      "job-failures/missing-bucket": CHECKED_AT_ONCE,
      "job-failures/missing-destination": CHECKED_AT_ONCE,
      "job-failures/no-versioning": JOBS_NEVER_FAIL,
      "job-failures/empty-package": JOBS_NEVER_FAIL,
      "job-failures/no-zip": JOBS_NEVER_FAIL,
      "job-failures/no-entries": JOBS_NEVER_FAIL,
      "job-failures/signed-already": JOBS_NEVER_FAIL,
      "tokens/other-request": "it answers a known token with its job, whatever else is in the request",
      "job-records/in-progress": "its jobs have ended when StartSigningJob answers",
      "job-records/platform": "it does not report platformDisplayName",
      "signed-objects/no-extension": "it appends the extension of the source; AWS was measured with .zip only",
      "signed-objects/signature": RECEIPT,
      "signed-objects/content": RECEIPT,
      "profiles/too-long-validity": NOT_CHECKED,
      "profiles/lambda-parameters": NOT_CHECKED,
      "permissions/empty-revision": "it refuses what the AWS provider sends, and what AWS accepts from it",
      "access/right-version": "its policies do not know signer:ProfileVersion",
      "access/source": NO_S3_RIGHTS,
      "access/source-status": NO_S3_RIGHTS,
      "access/destination": NO_S3_RIGHTS,
      "access/other-prefix": NO_S3_RIGHTS,
      "access/start-in-words": "it asks its policies about the resource *, and says so",
      "cross-account/not-permitted": NO_OWNER,
      "cross-account/permitted": NO_OWNER,
      "cross-account/invoker-describes": NO_OWNER,
      "cross-account/owner-describes": NO_OWNER,
      "cross-account/other-action": NO_OWNER,
      "cross-account/get-profile": NO_OWNER,
      "cross-account/revoke-without-owner": NO_OWNER,
      "cross-account/revoke-not-permitted": NO_OWNER,
      "cross-account/revoke-permitted": NO_OWNER,
      "code-signing/unknown-config": "it has no code signing configs",
    },
    // No revocation, no platforms, no list of profiles, no tags, no code signing configs, and no job that fails.
    notAsked: [
      "refusals/revoked-profile",
      "refusals/throttling",
      "job-failures/no-signed-object",
      "job-failures/reason",
      "tokens/after-hours",
      "job-records/known-statuses",
      "signed-objects/iot-key",
      "profiles/name-of-revoked",
      "profiles/name-after-hours",
      "profiles/revoked-is-readable",
      "profiles/cancel-revoked",
      "profiles/tag-canceled",
      "profiles/revoke-in-future",
      "profiles/revoke-wrong-version",
      "profiles/platforms",
      "profiles/lambda-platform",
      "profiles/iot-platform",
      "access/revoke",
      "revocation/*",
      "code-signing/*",
      "layers/*",
    ],
    unsteady: [],
  },
  moto: {
    differs: {
      "profiles/name-of-active": "it replaces a profile of the same name",
      "profiles/name-of-canceled": "it replaces a profile of the same name",
      "profiles/taken-name-code": "it replaces a profile of the same name",
      "profiles/too-long-validity": NOT_CHECKED,
      "profiles/lambda-parameters": NOT_CHECKED,
      "profiles/lambda-certificate": NOT_CHECKED,
      "profiles/iot-certificate": NOT_CHECKED,
      "profiles/hyphen": NOT_CHECKED,
      "profiles/tag-canceled": NOT_CHECKED,
      "profiles/unknown": "it fails with 500 where a profile is unknown",
    },
    // Of the 19 operations it has seven: profiles and their tags, and the list of platforms.
    notAsked: [
      "refusals/*",
      "job-failures/*",
      "tokens/*",
      "job-records/*",
      "signed-objects/*",
      "profiles/name-of-revoked",
      "profiles/name-after-hours",
      "profiles/revoked-is-readable",
      "profiles/cancel-revoked",
      "profiles/revoke-in-future",
      "profiles/revoke-wrong-version",
      "profiles/lambda-platform",
      "profiles/iot-platform",
      "permissions/*",
      "access/*",
      "cross-account/*",
      "revocation/*",
      "code-signing/*",
      "layers/*",
    ],
    // A profile that is put again is active again.
    unsteady: ["profiles/canceled-is-readable"],
  },
};

/** The findings as text. A known difference that no longer exists is also a finding. */
export function surprisesOf(known: KnownDifferences, results: readonly ReportedResult[]): string[] {
  return results
    .filter(({ id }) => !known.unsteady.includes(id))
    .filter(({ id, verdict }) => verdict !== expectedVerdict(known, id))
    .map(({ id, verdict, seen }) => `${id}: ${verdict}, but it is known to be: ${expectedVerdict(known, id)}. ${seen}`);
}

function expectedVerdict({ differs, notAsked }: KnownDifferences, id: string): ReportedResult["verdict"] {
  if (differs[id] !== undefined) return "differs";
  return notAsked.includes(id) || notAsked.includes(`${id.split("/")[0]}/*`) ? "not asked" : "holds";
}
