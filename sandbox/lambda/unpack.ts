import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, rename, rm, symlink } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipArchive, type ZipEntry } from "../signature";

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_UNPACKED = 262_144_000;
/** Type of the file in a mode of Unix, above the twelve bits of its permissions. */
const SYMBOLIC_LINK = 0o12;

/**
 * Unpacks a deployment package or a layer as Lambda does, with its symbolic links and permissions.
 *
 * @param folder is there, complete, when this returns
 * @returns the folder
 */
export async function unpack(zip: Buffer, folder: string): Promise<string> {
  const archive = ZipArchive.parse(zip);
  const size = archive.entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (size > MAX_UNPACKED) throw new Error(`it holds ${size} bytes, which is more than ${MAX_UNPACKED}`);
  const unpacking = `${folder}.${randomUUID()}`;
  try {
    await mkdir(unpacking, { recursive: true });
    // Links come last, so that no file is written through one.
    const [links, files] = partition(archive.entries, isLink);
    for (const entry of files) await writeEntry(archive, entry, pathOf(entry, unpacking));
    for (const entry of links) await writeLink(archive, entry, pathOf(entry, unpacking));
    await rename(unpacking, folder);
    return folder;
  } catch (error) {
    await rm(unpacking, { recursive: true, force: true });
    throw error;
  }
}

function isLink({ mode }: ZipEntry): boolean {
  return Math.floor(mode / 0o10000) === SYMBOLIC_LINK;
}

function pathOf(entry: ZipEntry, folder: string): string {
  const path = resolve(folder, entry.name.toString());
  if (!path.startsWith(folder + sep)) throw new Error(`its entry ${entry.name.toString()} leads out of the package`);
  return path;
}

async function writeEntry(archive: ZipArchive, entry: ZipEntry, path: string): Promise<void> {
  if (entry.name.toString().endsWith("/")) {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await pipeline(archive.content(entry), createWriteStream(path));
  if (entry.mode !== 0) await chmod(path, entry.mode % 0o1000);
}

async function writeLink(archive: ZipArchive, entry: ZipEntry, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink((await archive.read(entry)).toString(), path);
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
