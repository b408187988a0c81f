import { join } from "node:path";
import type { BuiltPackage } from "../built-package";
import { inFreshProcess } from "../fresh-process";
import { mebibytes, milliseconds } from "../quantities";
import type { BenchOptions, Section } from "../section";
import { inTurns, least, median } from "../statistics";

const IMPORT_COST = join(__dirname, "import-cost.cjs");
const MAX_MS = 50;
const MAX_MIB = 10;

interface Cost {
  readonly cpuMs: number;
  readonly mib: number;
}

/** The cost for an app of importing the library, in addition to cdktf. */
export async function measurePackageImport({ folder }: BuiltPackage, { quick, log }: BenchOptions): Promise<Section> {
  const rounds = quick ? 3 : 15;
  log(`Importing the library ${rounds} times`);
  const [costs] = await inTurns(rounds, [
    async () => inFreshProcess<{ cdktf: Cost; library: Cost }>(IMPORT_COST, [folder]),
  ]);
  const time = {
    ours: least(costs.map(({ library }) => library.cpuMs)),
    cdktf: least(costs.map(({ cdktf }) => cdktf.cpuMs)),
  };
  const memory = {
    ours: median(costs.map(({ library }) => library.mib)),
    cdktf: median(costs.map(({ cdktf }) => cdktf.mib)),
  };
  return {
    title: "Importing the library",
    method:
      `What the import adds to a fresh process with cdktf in it, of ${rounds} processes: the least CPU time, and the median ` +
      "of the resident memory.",
    reference: "cdktf alone",
    rows: [
      {
        what: "Time",
        ours: milliseconds(time.ours),
        reference: milliseconds(time.cdktf),
        ratio: (time.ours / time.cdktf).toFixed(2),
        budget: `≤ ${MAX_MS} ms`,
        isWithinBudget: time.ours <= MAX_MS,
      },
      {
        what: "Memory",
        ours: mebibytes(memory.ours),
        reference: mebibytes(memory.cdktf),
        ratio: (memory.ours / memory.cdktf).toFixed(2),
        budget: `≤ ${MAX_MIB} MiB`,
        isWithinBudget: memory.ours <= MAX_MIB,
      },
    ],
  };
}
