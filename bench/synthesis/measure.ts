import { join } from "node:path";
import type { BuiltPackage } from "../built-package";
import { inFreshProcess } from "../fresh-process";
import { mebibytes, milliseconds } from "../quantities";
import type { BenchOptions, Row, Section } from "../section";
import { inTurns, least, median } from "../statistics";

const APP = join(__dirname, "app.cjs");
/**
 * The most that the given numbers of jobs may cost, as multiples of native ones. In a small stack, the function with its
 * role, log group and package costs about as much as ten native jobs.
 */
const MAX_TIMES_NATIVE: Readonly<Record<number, number>> = { 10: 3.0, 100: 2.0, 1000: 2.0 };
const MAX_GROWTH = 1.3;
/** The number of jobs from which growth is measured: with fewer jobs, one-time costs outweigh the jobs. */
const SMALL = 100;

interface Cost {
  readonly cpuMs: number;
  readonly peakMib: number;
}

interface Comparison {
  readonly jobs: number;
  readonly ours: Cost;
  readonly native: Cost;
}

/** Synthesis of a stack with many signing jobs, compared with the same number of native ones. */
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
    comparisons.push({ jobs, ours: costOf(ours), native: costOf(native) });
  }
  return {
    title: "Synthesis",
    method:
      `Stacks of signing jobs with an output each, ${rounds} times in turns, each in a fresh process. Time is the least CPU time ` +
      "from the first construct to the end of the synthesis, memory the median of the most that was resident. " +
      "Native: as many `aws_signer_signing_job`.",
    reference: "native",
    rows: [...comparisons.flatMap(rowsOf), ...growth(comparisons)],
  };
}

function costOf(costs: readonly Cost[]): Cost {
  return { cpuMs: least(costs.map(({ cpuMs }) => cpuMs)), peakMib: median(costs.map(({ peakMib }) => peakMib)) };
}

function rowsOf({ jobs, ours, native }: Comparison): Row[] {
  const promise = (ratio: number) =>
    jobs in MAX_TIMES_NATIVE
      ? { budget: `≤ ${MAX_TIMES_NATIVE[jobs]} × native`, isWithinBudget: ratio <= MAX_TIMES_NATIVE[jobs] }
      : {};
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

/** Shows a synthesis whose work grows faster than the number of jobs. */
function growth(comparisons: readonly Comparison[]): Row[] {
  const [few, many] = [comparisons.find(({ jobs }) => jobs === SMALL)!, comparisons.at(-1)!];
  const fewer = comparisons.at(-2)!;
  return [
    growthRow(
      `Time per job of ${many.jobs} jobs, to that of ${few.jobs}`,
      (kind) => many[kind].cpuMs / many.jobs / (few[kind].cpuMs / few.jobs),
    ),
    growthRow(`Time of a further job after ${fewer.jobs}, to one before`, (kind) => {
      const further = (many[kind].cpuMs - fewer[kind].cpuMs) / (many.jobs - fewer.jobs);
      return further / (fewer[kind].cpuMs / fewer.jobs);
    }),
  ];
}

function growthRow(what: string, growthOf: (kind: "ours" | "native") => number): Row {
  const [ours, native] = [growthOf("ours"), growthOf("native")];
  return {
    what,
    ours: ours.toFixed(2),
    reference: native.toFixed(2),
    ratio: (ours / native).toFixed(2),
    budget: `≤ ${MAX_GROWTH}`,
    isWithinBudget: ours <= MAX_GROWTH,
  };
}
