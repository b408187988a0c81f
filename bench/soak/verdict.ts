import type { SigningJob } from "@aws-sdk/client-signer";
import type { PlayedSchedule } from "./play-schedule";

export type Violation =
  /** More than one job of a request has succeeded. */
  | "duplicate"
  /** No job has succeeded, or its result never reached Terraform. */
  | "lost"
  /** A signature was revoked while a function used it, or is valid although its revocation succeeded. */
  | "revocation"
  /** Terraform received a result that differs from AWS Signer's record, or an error that no fault explains. */
  | "wrong";

export interface Finding {
  readonly violation: Violation;
  readonly explanation: string;
}

/** Errors that the faults of a schedule explain. */
const EXPECTED_ERRORS: readonly string[] = [
  "AccessDenied",
  "Runtime.ExitError",
  "SigningJobFailed",
  "SigningJobNotFinished",
  "SigningJobNotStarted",
];

const EXPECTED_OF_REVOCATIONS: readonly string[] = [
  "AccessDenied",
  "SignatureInUse",
  "SignatureNotRevoked",
  "FunctionsNotListed",
];

/** Compares a finished schedule with AWS Signer's own record of the jobs that it caused. */
export function judge(played: PlayedSchedule, jobs: readonly SigningJob[]): Finding[] {
  const successful = jobs.filter(({ status }) => status === "Succeeded").map(({ jobId }) => jobId);
  const findings: Finding[] = [];
  const find = (violation: Violation, explanation: string) => findings.push({ violation, explanation });

  if (successful.length > 1) find("duplicate", `${successful.length} jobs succeeded: ${successful.join(", ")}`);
  if (successful.length === 0) find("lost", "no job succeeded");

  const results = played.outcomes.filter((outcome) => outcome.kind === "result");
  if (played.outcomes.at(-1)?.kind !== "result") find("lost", "applying again and again gave no result");
  for (const { jobId, signedKey } of results) {
    if (!successful.includes(jobId)) find("wrong", `the result names job ${jobId}, which has not succeeded`);
    const recorded = jobs.find((job) => job.jobId === jobId)?.signedObject?.s3?.key;
    if (signedKey !== recorded) find("wrong", `the result names ${signedKey}, but the signed object is ${recorded}`);
  }
  for (const outcome of played.outcomes) {
    if (outcome.kind === "error" && !EXPECTED_ERRORS.includes(outcome.errorType)) {
      find("wrong", `no fault explains ${outcome.errorType}: ${outcome.errorMessage}`);
    }
  }
  for (const { isInUse, outcome, isRevoked } of played.revocations) {
    if (isInUse && isRevoked) find("revocation", "the signature was revoked while a function ran on it");
    if (outcome.kind === "result" && !isRevoked) {
      find("revocation", "the revocation succeeded, but the signature is valid");
    }
    if (outcome.kind === "error" && !EXPECTED_OF_REVOCATIONS.includes(outcome.errorType)) {
      find("wrong", `no fault explains ${outcome.errorType}: ${outcome.errorMessage}`);
    }
  }
  if (played.revocations.length > 0 && played.revocations.at(-1)?.isRevoked === false) {
    find("revocation", "the signature was not revoked, although no function ran on it any more");
  }
  return findings;
}
