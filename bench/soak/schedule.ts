import { Random } from "./random";
import type { AccountFault } from "../../test/reliability/signing-function";

/** The events of one declared request, from its first apply on. */
export interface Schedule {
  readonly seed: number;
  readonly index: number;
  /** The outcomes of the jobs that AWS Signer starts for the request, in order. Later jobs succeed at once. */
  readonly jobs: readonly PlannedJob[];
  /** The applies that encounter faults. Later applies encounter the remaining faults. */
  readonly applies: readonly PlannedApply[];
  /** How the signature is revoked after everything is signed. */
  readonly revocation: PlannedRevocation;
}

export interface PlannedRevocation {
  /** Whether a Lambda function uses the signature at first, and is deleted after an attempt to revoke it. */
  readonly isInUse: boolean;
  /** The faults that the attempts to revoke encounter. */
  readonly faults: readonly AccountFault[];
}

export interface PlannedJob {
  readonly seconds: number;
  readonly fails: boolean;
}

export interface PlannedApply {
  readonly faults: readonly AccountFault[];
  readonly timeoutSeconds: number;
  /** Start times of the invocations of the same event, in milliseconds after the apply. */
  readonly invocationsAtMs: readonly number[];
  /** Time when Terraform is killed, or when the connection to the function breaks for good; `null` if never. */
  readonly cutOffAtMs: number | null;
  /** Time until the user applies again. */
  readonly pauseMs: number;
}

/** The time that an apply without faults of its own allows a job. */
export const PATIENT_SECONDS = 25;

/** The schedule with that number. It depends only on the seed and the number. */
export function scheduleOf(seed: number, index: number): Schedule {
  const random = new Random(`${seed}/${index}`);
  const applies = Array.from({ length: random.wholeBetween(1, 3) }, () => applyOf(random));
  const jobs = Array.from({ length: random.wholeBetween(0, 2) }, () => jobOf(random));
  const revocation = {
    isInUse: random.chance(0.3),
    faults: Array.from({ length: random.wholeBetween(0, 2) }, () =>
      requestFaultOf(random.oneOf(["ListFunctions", "DescribeSigningJob", "RevokeSignature"]), random),
    ),
  };
  return { seed, index, jobs, applies, revocation };
}

function jobOf(random: Random): PlannedJob {
  const seconds = rounded(random.chance(0.3) ? random.between(2, 6) : random.between(0, 1.5));
  return { seconds, fails: random.chance(0.6) };
}

function applyOf(random: Random): PlannedApply {
  const copies = random.chance(0.3) ? random.wholeBetween(1, 2) : 0;
  return {
    faults: Array.from({ length: random.wholeBetween(0, 3) }, () => faultOf(random)),
    timeoutSeconds: random.chance(0.3) ? random.wholeBetween(1, 3) : PATIENT_SECONDS,
    invocationsAtMs: [0, ...Array.from({ length: copies }, () => Math.round(random.between(0, 1_500)))],
    cutOffAtMs: random.chance(0.2) ? Math.round(random.between(50, 2_500)) : null,
    // Within 2 seconds, a failed job still counts as this apply's own. Both sides of that limit are of interest.
    pauseMs: Math.round(random.between(0, 3_000)),
  };
}

function faultOf(random: Random): AccountFault {
  const operation = random.oneOf(["StartSigningJob", "DescribeSigningJob", "Invoke"]);
  if (operation === "Invoke") {
    const match = { operation };
    const when = random.oneOf(["before", "after"] as const);
    const effect = random.chance(0.5)
      ? ({ type: "killFunction", afterSeconds: rounded(random.between(0, 2)) } as const)
      : ({ type: "dropConnection", when } as const);
    return { match, effect, times: random.wholeBetween(1, 2) };
  }
  return requestFaultOf(operation, random);
}

function requestFaultOf(operation: string, random: Random): AccountFault {
  const match = { operation };
  const skip = random.chance(0.3) ? random.wholeBetween(1, 3) : 0;
  const times = random.wholeBetween(1, 3);
  const effect = random.oneOf([
    { type: "throttle" },
    { type: "serverError", status: random.oneOf([500, 502, 503]) },
    { type: "accessDenied" },
    { type: "dropConnection", when: "before" },
    { type: "dropConnection", when: "after" },
    { type: "delay", seconds: rounded(random.between(0.1, 2)) },
  ] as const);
  return { match, effect, times, skip };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
