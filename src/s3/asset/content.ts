import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { archiveOf } from "./archive";
import { filesOf } from "./folder-files";

/** What is to be stored for a file or folder. */
export interface AssetContent {
  readonly bytes: Uint8Array;
  /** In lower-case hexadecimal digits. */
  readonly sha256: string;
  /** With the dot; empty for a file without. */
  readonly extension: string;
}

/**
 * The bytes of a file as they are, or a zip of a folder.
 *
 * @throws Error that says what is wrong with the path
 */
export function readAsset(path: string): AssetContent {
  const absolute = resolve(path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (!stats) throw new Error(`there is nothing at ${JSON.stringify(absolute)}. Is it built before this program runs?`);
  if (stats.isDirectory()) return contentOf(archiveOf(filesIn(absolute)), ".zip");
  if (!stats.isFile()) throw new Error("it is neither a file nor a folder");
  if (stats.size === 0) throw new Error("the file is empty");
  return contentOf(readFileSync(absolute), extname(absolute));
}

function filesIn(folder: string): ReturnType<typeof filesOf> {
  const files = filesOf(folder);
  if (files.length === 0) throw new Error("there are no files in the folder");
  return files;
}

function contentOf(bytes: Uint8Array, extension: string): AssetContent {
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex"), extension };
}
