import { createHash, randomUUID } from "node:crypto";
import { copyFileSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import type { IConstruct } from "constructs";
import { writeArchive } from "./archive";
import { isExcludedBy } from "./excluded-files";
import { readChunks } from "./file-chunks";
import { entriesOf, FolderEntry } from "./folder-entries";
import { FolderOptions, IgnoreMode, SymlinkFollowMode } from "../folder-options";

/** The stored content of a file or folder: the unchanged bytes of a file, or a zip archive of a folder. */
export class AssetContent {
  /**
   * The content at a path. A synthesis reads it once, regardless of the number of users.
   *
   * @throws Error that states what is wrong with the path
   */
  public static of(scope: IConstruct, path: string, options: FolderOptions = {}): AssetContent {
    const absolute = resolve(path);
    const contents = contentsOfApps.get(scope.node.root) ?? new Map<string, AssetContent>();
    contentsOfApps.set(scope.node.root, contents);
    const { exclude = [], ignoreMode, followSymlinks } = options;
    const key = JSON.stringify([absolute, exclude, ignoreMode, followSymlinks]);
    const content = contents.get(key) ?? new AssetContent(absolute, options);
    contents.set(key, content);
    return content;
  }

  /** The files and links of a folder. Undefined for a file. */
  public readonly entries?: readonly FolderEntry[];
  /** Time to archive and hash the content. */
  public seconds = 0;
  private written?: { readonly path: string; readonly name: string };

  private constructor(
    public readonly path: string,
    options: FolderOptions,
  ) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) throw new Error(`there is nothing at ${JSON.stringify(path)}. Is it built before this program runs?`);
    if (stats.isDirectory()) {
      this.entries = entriesIn(path, options);
      return;
    }
    if (!stats.isFile()) throw new Error("it is neither a file nor a folder");
    if (stats.size === 0) throw new Error("the file is empty");
    const [option] = Object.entries(options).find(([, value]) => value !== undefined) ?? [];
    if (option !== undefined) {
      throw new Error(`"${option}" is for folders, and this is a file, which is taken as it is`);
    }
  }

  /**
   * Writes the content into a folder.
   *
   * @returns name of the file: its SHA-256, and the extension of the original
   */
  public writeTo(folder: string): string {
    this.written ??= this.write(folder);
    const { path, name } = this.written;
    if (!existsSync(join(folder, name))) copyFileSync(path, join(folder, name));
    return name;
  }

  private write(folder: string): { readonly path: string; readonly name: string } {
    const start = process.hrtime.bigint();
    // The name is known only when the content is.
    const temporary = join(folder, `.${randomUUID()}`);
    try {
      if (this.entries) writeArchive(this.entries, temporary);
      else copyFileSync(this.path, temporary);
      const name = `${sha256(temporary)}${this.entries ? ".zip" : extname(this.path)}`;
      renameSync(temporary, join(folder, name));
      this.seconds = Number(process.hrtime.bigint() - start) / 1e9;
      return { path: join(folder, name), name };
    } finally {
      rmSync(temporary, { force: true });
    }
  }
}

const contentsOfApps = new WeakMap<IConstruct, Map<string, AssetContent>>();

function entriesIn(folder: string, options: FolderOptions): FolderEntry[] {
  const { exclude = [], ignoreMode = IgnoreMode.GLOB, followSymlinks = SymlinkFollowMode.BLOCK_EXTERNAL } = options;
  const entries = entriesOf(folder, isExcludedBy(exclude, ignoreMode), followSymlinks);
  if (entries.length > 0) return entries;
  throw new Error(`there are no files in the folder${exclude.length > 0 ? ' that "exclude" leaves' : ""}`);
}

function sha256(path: string): string {
  const hash = createHash("sha256");
  for (const { chunk } of readChunks(path)) hash.update(chunk);
  return hash.digest("hex");
}
