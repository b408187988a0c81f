import { functionJobTimes, JobTimes, nativeJobTimes } from "./job-times";
import { declareJobs, keyOf } from "./jobs-of-known-duration";
import { SandboxClient } from "../../sandbox/client";
import { Deployment } from "../../test/scenarios/deployment";
import { BenchOptions, Row, Section } from "../section";
import { median } from "../statistics";

const ACCOUNT_ID = "100000000001";

/** Maximum time from the end of a job to its result. */
const allowedOverhead = (jobSeconds: number): number => 0.5 + 0.1 * jobSeconds;

/** The cost of waiting for a job beyond the job's own duration. */
export async function measureWaiting(sandbox: SandboxClient, { quick, log }: BenchOptions): Promise<Section> {
  const durations = quick ? [2, 7] : [0.5, 2, 7, 25];
  const rounds = quick ? 1 : 3;
  const ours: JobTimes[] = [];
  const native: JobTimes[] = [];

  const deployment = new Deployment(sandbox.url, ACCOUNT_ID);
  try {
    for (const seconds of durations) {
      await sandbox.addFault({
        match: { accountId: ACCOUNT_ID, key: keyOf(seconds) },
        effect: { type: "jobDuration", seconds },
      });
    }
    for (let round = 1; round <= rounds; round++) {
      log(`Waiting for jobs of ${durations.join(", ")} s, ours and native, round ${round} of ${rounds}`);
      await deployment.declare((stack) => declareJobs(stack, durations, round));
      await sandbox.clearCalls();
      await deployment.terraform.apply();
      native.push(nativeJobTimes(await sandbox.calls({ service: "signer", accountId: ACCOUNT_ID })));
      const { functionName } = await deployment.terraform.outputs();
      ours.push(functionJobTimes(await sandbox.functionLog(ACCOUNT_ID, String(functionName))));
    }
  } finally {
    await deployment.cleanUp();
  }
  const rows = durations.map((seconds) => row(seconds, timesOf(ours, seconds), timesOf(native, seconds)));
  return {
    title: "Waiting for a job",
    method:
      `From the start to the result of jobs whose duration the sandbox sets, all in one apply, ${rounds} times, medians. ` +
      "Ours: the duration that Lambda reports for the function. Native (`aws_signer_signing_job`): from its StartSigningJob " +
      "to the answer of its last DescribeSigningJob. The ratio is that of what comes on top of the job's own duration.",
    reference: "native",
    rows,
  };
}

function timesOf(rounds: readonly JobTimes[], seconds: number): number[] {
  return rounds.map((times) => {
    const time = times.get(keyOf(seconds));
    if (time === undefined) throw new Error(`A job of ${seconds} s was not run, or left no trace`);
    return time;
  });
}

function row(jobSeconds: number, ours: readonly number[], native: readonly number[]): Row {
  const [ourOverhead, nativeOverhead] = [ours, native].map((times) => median(times) - jobSeconds);
  const allowed = allowedOverhead(jobSeconds);
  const shown = (overhead: number) => `${(jobSeconds + overhead).toFixed(2)} s (+${overhead.toFixed(2)} s)`;
  return {
    what: `Job of ${jobSeconds} s`,
    ours: shown(ourOverhead),
    reference: shown(nativeOverhead),
    ratio: (ourOverhead / nativeOverhead).toFixed(2),
    budget: `≤ +${allowed.toFixed(2)} s`,
    isWithinBudget: ourOverhead <= allowed,
  };
}
