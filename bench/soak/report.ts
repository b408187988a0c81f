import type { Outcome } from "./play-schedule";
import type { JudgedSchedule } from "./soak";
import type { Violation } from "./verdict";

/** One line with the outcome of a schedule. */
export function line({ played, findings, jobs }: JudgedSchedule): string {
  const { schedule, outcomes } = played;
  const verdict = findings.length === 0 ? "ok  " : "FAIL";
  const faults = schedule.applies.flatMap((apply) => apply.faults.map(({ effect }) => effect.type));
  const what = faults.length === 0 ? "no faults" : faults.join(", ");
  return `${verdict} schedule ${schedule.index}: ${count(outcomes.length, "invocation")}, ${count(jobs, "job")}; ${what}`;
}

/** All known facts about a schedule that broke a promise. */
export function explanation({ played, findings }: JudgedSchedule): string {
  const { schedule, outcomes } = played;
  return [
    `Schedule ${schedule.index} of seed ${schedule.seed}, again with: npm run soak -- --seed ${schedule.seed} --only ${schedule.index}`,
    ...findings.map((finding) => `  ${finding.violation}: ${finding.explanation}`),
    "  What the invocations gave:",
    ...outcomes.map((outcome) => `    ${inWords(outcome)}`),
    ...played.revocations.map(
      ({ isInUse, isRevoked, outcome }) =>
        `    revocation${isInUse ? ", in use" : ""}: ${inWords(outcome)} (${isRevoked ? "revoked" : "valid"})`,
    ),
    `  The schedule: ${JSON.stringify(schedule, null, 2).replace(/\n/g, "\n  ")}`,
  ].join("\n");
}

export function summary(all: readonly JudgedSchedule[]): string {
  const broken = (violation: Violation) =>
    all.filter(({ findings }) => findings.some((finding) => finding.violation === violation)).length;
  const invocations = all.reduce((sum, { played }) => sum + played.outcomes.length, 0);
  const jobs = all.reduce((sum, judged) => sum + judged.jobs, 0);
  return [
    `${count(all.length, "schedule")}, ${count(invocations, "invocation")}, ${count(jobs, "job")}:`,
    `${broken("duplicate")} with duplicate successful jobs, ${broken("lost")} with a lost job, ${broken("revocation")} with a wrong revocation (${inUse(all)} tried while in use), ${broken("wrong")} with a wrong answer`,
  ].join(" ");
}

function inUse(all: readonly JudgedSchedule[]): number {
  return all.flatMap(({ played }) => played.revocations).filter((attempt) => attempt.isInUse).length;
}

function inWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case "result":
      return `result: job ${outcome.jobId}`;
    case "error":
      return `${outcome.errorType}: ${outcome.errorMessage}`;
    case "noAnswer":
      return `no answer: ${outcome.reason}`;
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
