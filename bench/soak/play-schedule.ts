import { setTimeout as sleep } from "node:timers/promises";
import { PATIENT_SECONDS, PlannedApply, Schedule } from "./schedule";
import type { Answer, Event, SigningFunction } from "../../test/reliability/signing-function";

/** The outcome of one invocation. */
export type Outcome =
  | { readonly kind: "result"; readonly jobId: string; readonly signedKey: string | null }
  | { readonly kind: "error"; readonly errorType: string; readonly errorMessage: string }
  | { readonly kind: "noAnswer"; readonly reason: string };

/** A schedule with its outcome. */
export interface PlayedSchedule {
  readonly schedule: Schedule;
  /** Key of the source. No other schedule uses it. */
  readonly sourceKey: string;
  readonly outcomes: readonly Outcome[];
  readonly revocations: readonly RevocationAttempt[];
}

/** One invocation that should revoke the signature. */
export interface RevocationAttempt {
  readonly isInUse: boolean;
  readonly outcome: Outcome;
  /** AWS Signer's record afterwards. */
  readonly isRevoked: boolean;
}

/** No schedule has so many failing jobs and faults that its request could not be signed by then. */
const MAX_APPLIES = 12;

/** How often the provider repeats an invocation whose connection was lost. Its default is 25. */
const PROVIDER_ATTEMPTS = 4;
const PROVIDER_DELAY_MS = 100;

const MAX_RUN_MS = 60_000;

/**
 * Plays a schedule as Terraform and its user would: after an error they apply again, until it works. Returns when all
 * invocations and jobs have ended.
 */
export async function playSchedule(schedule: Schedule, signer: SigningFunction): Promise<PlayedSchedule> {
  const sourceKey = `${schedule.seed}/${schedule.index}.zip`;
  const event = signer.event({ source: await signer.copySource(sourceKey) });
  const outcomes: Outcome[] = [];
  try {
    for (const [index, { seconds, fails }] of schedule.jobs.entries()) {
      const only = { skip: index, times: 1 };
      await signer.fault({ ...only, effect: { type: "jobDuration", seconds } });
      if (fails) await signer.fault({ ...only, effect: { type: "jobFails", statusReason: "As scheduled" } });
    }
    for (const apply of schedule.applies) {
      for (const fault of apply.faults) await signer.fault(fault);
      outcomes.push(...(await playApply(apply, event, signer)));
      await sleep(apply.pauseMs);
    }
    for (let applies = 0; applies < MAX_APPLIES; applies++) {
      const outcome = await invoke({ ...event, timeoutSeconds: PATIENT_SECONDS }, signer);
      outcomes.push(outcome);
      if (outcome.kind === "result") break;
      await sleep(500);
    }
  } finally {
    await signer.removeFaults();
  }
  // The effect of another value of `timeoutSeconds` long after: it requests the same job again.
  outcomes.push(await invoke({ ...event, timeoutSeconds: PATIENT_SECONDS + 1 }, signer));
  await untilNothingRuns(signer);
  return { schedule, sourceKey, outcomes, revocations: await playRevocation(schedule, outcomes, signer) };
}

/** Revokes the signature, as a destroy does that is repeated until it works. */
async function playRevocation(
  { revocation }: Schedule,
  outcomes: readonly Outcome[],
  signer: SigningFunction,
): Promise<RevocationAttempt[]> {
  const signed = outcomes.find((outcome) => outcome.kind === "result");
  if (signed === undefined || signed.signedKey === null) return [];
  const { jobId, signedKey } = signed;
  const attempts: RevocationAttempt[] = [];
  const attempt = async (isInUse: boolean): Promise<RevocationAttempt> => {
    const outcome = await invoke(signer.revocationOf(jobId), signer);
    const made = { isInUse, outcome, isRevoked: await signer.isRevoked(jobId) };
    attempts.push(made);
    return made;
  };
  try {
    if (revocation.isInUse) await signer.deployUser(signedKey);
    for (const fault of revocation.faults) await signer.fault(fault);
    if (revocation.isInUse) {
      await attempt(true);
      await signer.deleteUser();
    }
    for (let applies = 0; applies < MAX_APPLIES; applies++) {
      if ((await attempt(false)).outcome.kind === "result") break;
    }
  } finally {
    await signer.removeFaults();
  }
  return attempts;
}

async function playApply(apply: PlannedApply, event: Event, signer: SigningFunction): Promise<Outcome[]> {
  const { timeoutSeconds, invocationsAtMs, cutOffAtMs } = apply;
  const signal = cutOffAtMs === null ? undefined : AbortSignal.timeout(cutOffAtMs);
  return Promise.all(
    invocationsAtMs.map(async (atMs) => {
      await sleep(atMs);
      return invoke({ ...event, timeoutSeconds }, signer, signal);
    }),
  );
}

/** Invokes as the AWS provider does, which sends the same event again when the connection is lost. */
async function invoke(event: Event, signer: SigningFunction, signal?: AbortSignal): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return outcomeOf(await signer.invoke(event, signal));
    } catch (error) {
      const { message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      if (signal?.aborted) return { kind: "noAnswer", reason: "cut off" };
      // Lambda has answered, and refuses to invoke the function. No schedule includes that.
      if ($metadata?.httpStatusCode !== undefined) throw error;
      if (attempt === PROVIDER_ATTEMPTS) return { kind: "noAnswer", reason: message };
      await sleep(PROVIDER_DELAY_MS);
    }
  }
}

function outcomeOf({ functionError, payload }: Answer): Outcome {
  if (functionError === undefined) {
    return { kind: "result", jobId: payload.jobId, signedKey: payload.signedObject?.key ?? null };
  }
  return { kind: "error", errorType: payload.errorType, errorMessage: payload.errorMessage };
}

/** Waits for every job, and for interrupted invocations, which may still start a job. */
async function untilNothingRuns(signer: SigningFunction): Promise<void> {
  const isQuiet = async () =>
    (await signer.isIdle()) && (await signer.jobs()).every(({ status }) => status !== "InProgress");
  const deadline = performance.now() + MAX_RUN_MS;
  // Twice, because a new invocation is not in the log before its process has started.
  for (let quiet = 0; quiet < 2; quiet = (await isQuiet()) ? quiet + 1 : 0) {
    if (performance.now() > deadline) throw new Error("An invocation or a job outlasts everything that was scheduled");
    await sleep(100);
  }
}
