import { readdirSync, readlinkSync, realpathSync, Stats, statSync } from "node:fs";
import { join } from "node:path";

/** A file of a folder. */
export interface FolderFile {
  /** Its path from the folder, with `/` between the parts. */
  readonly name: string;
  /** Where its content is. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly isExecutable: boolean;
}

/**
 * All files of a folder and the folders in it, in the order of their names, which is the same on every machine.
 *
 * Symbolic links are followed, as what they lead to may not be there where the package is unpacked. Like in Git,
 * folders are there for the files in them, so an empty one is left out.
 *
 * @throws Error that says what cannot be taken, and why
 */
export function filesOf(folder: string): FolderFile[] {
  const files = filesBelow(folder, "", [realpathSync(folder)]);
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param ancestors the folders above, and the folder itself, by their real paths */
function filesBelow(folder: string, prefix: string, ancestors: readonly string[]): FolderFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = `${prefix}${entry.name}`;
    const path = join(folder, entry.name);
    // How Node.js shows bytes that are no UTF-8, after which it does not find the file any more.
    if (name.includes("\ufffd")) throw new Error(`the name of ${JSON.stringify(name)} in it is not valid UTF-8`);
    const stats = statsOf(path, name);
    if (stats.isFile()) return [{ name, path, size: stats.size, isExecutable: isExecutable(stats) }];
    if (!stats.isDirectory()) throw new Error(`${JSON.stringify(name)} in it is neither a file nor a folder`);
    const real = realpathSync(path);
    if (ancestors.includes(real)) {
      throw new Error(`the symbolic link ${JSON.stringify(name)} in it leads back to a folder that it is in`);
    }
    return filesBelow(path, `${name}/`, [...ancestors, real]);
  });
}

function statsOf(path: string, name: string): Stats {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats) return stats;
  const target = JSON.stringify(readlinkSync(path));
  throw new Error(`the symbolic link ${JSON.stringify(name)} in it leads to ${target}, which does not exist`);
}

/** For its owner. What others may do depends on the umask of whoever made the file. */
function isExecutable({ mode }: Stats): boolean {
  // eslint-disable-next-line no-bitwise
  return (mode & 0o100) !== 0;
}
