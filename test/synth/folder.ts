import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A file to write: its content, or its content and other properties. */
export type FileToWrite = string | { readonly content: string | Uint8Array; readonly mode?: number };

const made: string[] = [];

afterAll(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder with these files, created in this order and removed after the tests of the file. */
export function folderOf(
  files: Readonly<Record<string, FileToWrite>>,
  options: { readonly mtime?: number } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-asset-"));
  made.push(folder);
  for (const [name, file] of Object.entries(files)) {
    const { content, mode = 0o644 } = typeof file === "object" && "content" in file ? file : { content: file };
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
    if (options.mtime !== undefined) utimesSync(path, options.mtime, options.mtime);
  }
  return folder;
}
