import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { unzipSync } from "fflate";
import { bundleHandler, MAX_BUNDLE_BYTES } from "../../projenrc/bundle-handler";
import { inFreshProcess } from "../fresh-process";
import { kibibytes, milliseconds } from "../quantities";
import { BenchOptions, Section } from "../section";
import { inTurns, least } from "../statistics";

const ROOT = resolve(__dirname, "../..");
const IMPORT_TIME = join(__dirname, "import-time.mjs");
const MAX_IMPORT_MS = 40;
const MAX_SHARE = 0.5;

/** Size and load time of the function's code. Each cold start pays for both. */
export async function measureHandlerBundle({ quick, log }: BenchOptions): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-bench-"));
  try {
    const bundled = join(folder, "bundled.mjs");
    const external = join(folder, "external.mjs");
    const { zipBytes } = bundleHandler(ROOT, folder);
    writeFileSync(bundled, unzipSync(readFileSync(join(folder, "signing-job-handler.zip")))["index.mjs"]);
    buildWithExternalSdk(external);
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));

    const rounds = quick ? 5 : 21;
    log(`Importing the handler ${rounds} times with its SDK, and as often without`);
    const [ours, theirs] = (
      await inTurns(
        rounds,
        [bundled, external].map((file) => async () => inFreshProcess<number>(IMPORT_TIME, [file])),
      )
    ).map(least);
    const size = statSync(bundled).size;
    return {
      title: "The function's code",
      method:
        `Imports in CPU time, each in a fresh process, the least of ${rounds} in turns. The reference is the same handler ` +
        "without the AWS SDK in it, which it then loads from the packages of the SDK, as functions do that rely on the runtime's.",
      reference: "SDK external",
      rows: [
        {
          what: "Bundle, unpacked",
          ours: kibibytes(size),
          reference: `${kibibytes(statSync(external).size)} and the SDK`,
          ratio: "",
          budget: `≤ ${kibibytes(MAX_BUNDLE_BYTES)}`,
          isWithinBudget: size <= MAX_BUNDLE_BYTES,
        },
        { what: "Deployment package (zip)", ours: kibibytes(zipBytes), reference: "", ratio: "" },
        {
          what: "Import",
          ours: milliseconds(ours),
          reference: milliseconds(theirs),
          ratio: (ours / theirs).toFixed(2),
          budget: `≤ ${MAX_IMPORT_MS} ms, and ≤ ${MAX_SHARE} of the reference`,
          isWithinBudget: ours <= MAX_IMPORT_MS && ours <= MAX_SHARE * theirs,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildWithExternalSdk(outfile: string): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ["src/handler/index.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minify: true,
    external: ["@aws-sdk/*", "@smithy/*"],
    tsconfigRaw: {},
    logLevel: "error",
  });
}
