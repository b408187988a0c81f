import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { folderOf } from "../../synth/folder";

const PROGRAM = join(__dirname, "archive-memory.ts");
const MB = 1_000_000;

/** In MB, measured in a separate process. */
function peakMemory(folder: string): number {
  const output = execFileSync(process.execPath, ["--import", "tsx", PROGRAM, folder, folderOf({})], {
    cwd: resolve(__dirname, "../../.."),
    encoding: "utf8",
  });
  return Number(output.trim());
}

test("archiving a folder of 295 MB needs at most 150 MB of memory more than a small one", () => {
  const folder = folderOf({});
  const sizes = [250 * MB, ...Array.from({ length: 3 }, () => 15 * MB)];
  for (const [index, size] of sizes.entries()) {
    writeFileSync(join(folder, `${index}.bin`), "");
    // Zeros, as a sparse file that uses no space on the disk.
    truncateSync(join(folder, `${index}.bin`), size);
  }
  const small = peakMemory(folderOf({ "index.mjs": "export const handler = 1;" }));
  expect(peakMemory(folder) - small).toBeLessThan(150);
});
