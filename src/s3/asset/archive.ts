import { readFileSync } from "node:fs";
import type { Zippable } from "fflate";
import type { FolderFile } from "./folder-files";

/** A zip without the extensions of "zip64", which not everything reads, holds no more. */
const MAX_FILES = 0xffff;
const MAX_BYTES = 0xffffffff;

/**
 * A zip of the files. The same files give the same bytes, wherever and whenever it is made: times and owners are left
 * out, and of the permissions only whether a file can be executed is kept.
 *
 * @throws Error that says why they cannot be put into one zip
 */
export function archiveOf(files: readonly FolderFile[]): Uint8Array {
  requireZippable(files);
  const entries: Zippable = {};
  for (const { name, path, isExecutable } of files) {
    entries[name] = [readFileSync(path), { os: UNIX, attrs: (isExecutable ? EXECUTABLE : REGULAR) * 0x10000 }];
  }
  return zipLibrary().zipSync(entries, { mtime: ZIP_EPOCH });
}

const UNIX = 3;

/** Regular files that everybody may read, as AWS Lambda needs it. */
const REGULAR = 0o100644;
const EXECUTABLE = 0o100755;

/** Zips hold local time, and the library converts to it: noon of this day is the same in every time zone. */
const ZIP_EPOCH = new Date(1980, 0, 1, 12);

function requireZippable(files: readonly FolderFile[]): void {
  if (files.length > MAX_FILES) throw new Error(`it has ${files.length} files, and a zip holds ${MAX_FILES} at most`);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MAX_BYTES) throw new Error(`its files have ${size} bytes, and a zip holds ${MAX_BYTES} at most`);
  // As a property of the object that the library takes, it would be the object's prototype.
  if (files.some(({ name }) => name === "__proto__")) {
    throw new Error('it has a file "__proto__", which cannot be packed');
  }
}

/** Loaded when it is needed: most stacks are synthesized without. */
function zipLibrary(): typeof import("fflate") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("fflate");
}
