import { join } from "node:path";
import type { BuiltPackage } from "../built-package";
import { inFreshProcess } from "../fresh-process";
import { mebibytes, milliseconds } from "../quantities";
import type { BenchOptions, Row, Section } from "../section";
import { inTurns, median } from "../statistics";

const APP = join(__dirname, "app.cjs");
const MOST_TIMES_NATIVE = 1.5;
/** The number of jobs for which the budget is promised. */
const PROMISED = 1000;
const MOST_GROWTH = 1.3;

interface Cost {
  readonly cpuMs: number;
  readonly peakMib: number;
}

interface Comparison {
  readonly jobs: number;
  readonly ours: Cost;
  readonly native: Cost;
}

/** Synthesis of a stack with many signing jobs, against as many native ones. */
export async function measureSynthesis(library: BuiltPackage, { quick, log }: BenchOptions): Promise<Section> {
  const sizes = quick ? [10, 100, 1000] : [10, 100, 1000, 3000];
  const rounds = quick ? 3 : 7;
  const comparisons: Comparison[] = [];
  for (const jobs of sizes) {
    log(`Synthesizing ${jobs} signing jobs ${rounds} times, ours and native`);
    const [ours, native] = await inTurns(
      rounds,
      ["ours", "native"].map(
        (kind) => async () => inFreshProcess<Cost>(APP, [kind, String(jobs), library.folder, library.scratch]),
      ),
    );
    comparisons.push({ jobs, ours: medianCost(ours), native: medianCost(native) });
  }
  return {
    title: "Synthesis",
    method:
      `Stacks of signing jobs with an output each, ${rounds} times in turns, each in a fresh process, medians. Time is CPU time ` +
      "from the first construct to the end of the synthesis, memory the most that was resident. " +
      "Native: as many `aws_signer_signing_job`.",
    reference: "native",
    rows: [...comparisons.flatMap(rowsOf), growth(...(comparisons.slice(-2) as [Comparison, Comparison]))],
  };
}

function medianCost(costs: readonly Cost[]): Cost {
  return { cpuMs: median(costs.map(({ cpuMs }) => cpuMs)), peakMib: median(costs.map(({ peakMib }) => peakMib)) };
}

function rowsOf({ jobs, ours, native }: Comparison): Row[] {
  const promise = (ratio: number) =>
    jobs === PROMISED ? { budget: `≤ ${MOST_TIMES_NATIVE} × native`, isWithinBudget: ratio <= MOST_TIMES_NATIVE } : {};
  const time = ours.cpuMs / native.cpuMs;
  const memory = ours.peakMib / native.peakMib;
  return [
    {
      what: `Time of ${jobs} jobs`,
      ours: milliseconds(ours.cpuMs),
      reference: milliseconds(native.cpuMs),
      ratio: time.toFixed(2),
      ...promise(time),
    },
    {
      what: `Memory of ${jobs} jobs`,
      ours: mebibytes(ours.peakMib),
      reference: mebibytes(native.peakMib),
      ratio: memory.toFixed(2),
      ...promise(memory),
    },
  ];
}

/** A synthesis whose work grows faster than the number of jobs shows here. */
function growth(some: Comparison, more: Comparison): Row {
  const ours = growthOf(some.jobs, some.ours, more.jobs, more.ours);
  const native = growthOf(some.jobs, some.native, more.jobs, more.native);
  return {
    what: `Time of a further job after ${some.jobs}, to one before`,
    ours: ours.toFixed(2),
    reference: native.toFixed(2),
    ratio: (ours / native).toFixed(2),
    budget: `≤ ${MOST_GROWTH}`,
    isWithinBudget: ours <= MOST_GROWTH,
  };
}

function growthOf(fewJobs: number, few: Cost, manyJobs: number, many: Cost): number {
  const further = (many.cpuMs - few.cpuMs) / (manyJobs - fewJobs);
  return further / (few.cpuMs / fewJobs);
}
