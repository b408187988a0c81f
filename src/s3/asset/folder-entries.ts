import { Dirent, readdirSync, readlinkSync, realpathSync, Stats, statSync } from "node:fs";
import { isAbsolute, join, posix, resolve, sep } from "node:path";
import { IsExcluded } from "./excluded-files";
import { SymlinkFollowMode } from "../folder-options";

/** A file or symbolic link of a folder. */
export interface FolderEntry {
  /** Path relative to the folder, with `/` between the parts. */
  readonly name: string;
  /** Location of the file or link. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly kind: "file" | "executable" | "link";
  /** Target of a link. */
  readonly target?: string;
  /** Whether the target of a link is not archived with it. */
  readonly isExternal?: boolean;
}

/**
 * All files and links of a folder and its subfolders, in the order of their names, which is the same on every machine.
 *
 * As in Git, folders exist only for the files in them, so an empty folder is omitted.
 *
 * @throws Error that states what cannot be archived, and why
 */
export function entriesOf(folder: string, isExcluded: IsExcluded, mode: SymlinkFollowMode): FolderEntry[] {
  const root = realpathSync(folder);
  const entries = new FolderWalk(isExcluded, mode).below({ folder: root, prefix: "", root, ancestors: [root] });
  requireLinkTargets(entries);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A folder that is being read. All paths are real paths, without links in them. */
interface Place {
  readonly folder: string;
  /** Prefix of the names of its entries. */
  readonly prefix: string;
  /**
   * The root of the archived tree: the folder of the asset, or the innermost enclosing folder that a followed link
   * leads to.
   */
  readonly root: string;
  /** The parent folders, and the folder itself. */
  readonly ancestors: readonly string[];
}

class FolderWalk {
  constructor(
    private readonly isExcluded: IsExcluded,
    private readonly mode: SymlinkFollowMode,
  ) {}

  public below(place: Place): FolderEntry[] {
    return readdirSync(place.folder, { withFileTypes: true }).flatMap((entry) => this.entry(place, entry));
  }

  private entry(place: Place, entry: Dirent): FolderEntry[] {
    const name = `${place.prefix}${entry.name}`;
    const path = join(place.folder, entry.name);
    // Node.js shows bytes that are not UTF-8 in this way, and then cannot find the file.
    if (name.includes("\ufffd")) throw new Error(`the name of ${JSON.stringify(name)} in it is not valid UTF-8`);
    if (!entry.isSymbolicLink()) return this.fileOrFolder({ ...place, ancestors: place.ancestors }, name, path);

    const target = readlinkSync(path);
    const isExternal = isAbsolute(target) || !isIn(place.root, resolve(place.folder, target));
    const isFollowed =
      this.mode === SymlinkFollowMode.ALWAYS || (this.mode === SymlinkFollowMode.EXTERNAL && isExternal);
    if (isFollowed) return this.fileOrFolder(place, name, path, { isLink: true });
    if (this.isExcluded(name, false)) return [];
    if (isExternal && this.mode === SymlinkFollowMode.BLOCK_EXTERNAL) {
      throw new Error(
        `the symbolic link ${JSON.stringify(name)} in it leads to ${JSON.stringify(target)}, which is not archived with it. ` +
          'To archive what it leads to, set "followSymlinks" to SymlinkFollowMode.EXTERNAL; to leave it out, name it in "exclude"',
      );
    }
    if (!isExternal) statsOf(path, name);
    return [
      { name, path, size: Buffer.byteLength(target), kind: "link", target: target.split(sep).join("/"), isExternal },
    ];
  }

  private fileOrFolder(place: Place, name: string, path: string, { isLink = false } = {}): FolderEntry[] {
    const stats = statsOf(path, name);
    if (this.isExcluded(name, stats.isDirectory())) return [];
    if (stats.isFile()) return [{ name, path, size: stats.size, kind: isExecutable(stats) ? "executable" : "file" }];
    if (!stats.isDirectory()) throw new Error(`${JSON.stringify(name)} in it is neither a file nor a folder`);
    const folder = realpathSync(path);
    if (place.ancestors.includes(folder)) {
      throw new Error(`the symbolic link ${JSON.stringify(name)} in it leads back to a folder that it is in`);
    }
    const root = isLink ? folder : place.root;
    return this.below({ folder, prefix: `${name}/`, root, ancestors: [...place.ancestors, folder] });
  }
}

/** Otherwise the package would be signed and deployed, and fail at run time. */
function requireLinkTargets(entries: readonly FolderEntry[]): void {
  const links = entries.filter(({ kind, isExternal }) => kind === "link" && !isExternal);
  if (links.length === 0) return;
  const names = new Set(["."]);
  for (const { name } of entries) {
    for (let path = name; path !== "."; path = posix.dirname(path)) names.add(path);
  }
  const linkNames = new Set(entries.filter(({ kind }) => kind === "link").map(({ name }) => name));
  for (const { name, target = "" } of links) {
    const path = posix.normalize(posix.join(posix.dirname(name), target)).replace(/\/$/, "");
    if (names.has(path) || parentsOf(path).some((parent) => linkNames.has(parent))) continue;
    throw new Error(
      `the symbolic link ${JSON.stringify(name)} in it leads to ${JSON.stringify(target)}, where nothing is archived, because ` +
        'it is an empty folder or is named in "exclude". Name the link in "exclude", too',
    );
  }
}

function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === "." || parent === "/" ? [] : [parent, ...parentsOf(parent)];
}

function isIn(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

function statsOf(path: string, name: string): Stats {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats) return stats;
  const target = JSON.stringify(readlinkSync(path));
  throw new Error(`the symbolic link ${JSON.stringify(name)} in it leads to ${target}, which does not exist`);
}

/** The owner's permission. Permissions of others depend on the umask of the user who created the file. */
function isExecutable({ mode }: Stats): boolean {
  // eslint-disable-next-line no-bitwise
  return (mode & 0o100) !== 0;
}
