import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { readChunks } from "./file-chunks";
import type { FolderEntry } from "./folder-entries";

/** The limit of a zip archive without the "zip64" extensions, which some programs cannot read. */
const MAX_FILES = 0xffff;
const MAX_BYTES = 0xffffffff;

/**
 * A file up to this size is compressed as a whole, which gives a smaller result. A larger one is never in memory as a
 * whole.
 */
const MAX_BYTES_AT_ONCE = 16 * 1024 * 1024;

const UNIX = 3;

/** Files that everybody may read, as AWS Lambda requires. */
const MODES: Readonly<Record<FolderEntry["kind"], number>> = { file: 0o100644, executable: 0o100755, link: 0o120777 };

/** Zip archives hold local time, and the library converts to it: noon of this day is the same in every time zone. */
const ZIP_EPOCH = new Date(1980, 0, 1, 12);

const END_OF_DIRECTORY_SIZE = 22;

/**
 * Writes a zip archive of the entries. The same entries give the same bytes on every machine and at any time: the
 * archive contains no times and owners, and of the permissions only whether a file is executable.
 *
 * It is written entry by entry, so at most about 150 MB of memory are needed, regardless of its size.
 *
 * @throws Error that states why the entries do not fit into one zip archive
 */
export function writeArchive(entries: readonly FolderEntry[], path: string): void {
  requireZippable(entries);
  const archive = new ArchiveWriter(path);
  try {
    for (const entry of entries) archive.add(entry);
    archive.end();
  } finally {
    archive.close();
  }
}

class ArchiveWriter {
  private readonly file: number;
  private readonly directory: Uint8Array[] = [];
  private offset = 0;

  constructor(path: string) {
    this.file = openSync(path, "w");
  }

  public add(entry: FolderEntry): void {
    const header = this.offset;
    const central = entry.size > MAX_BYTES_AT_ONCE ? this.addInChunks(entry) : this.addAtOnce(entry);
    central.writeUInt32LE(header, 42);
    this.directory.push(central);
  }

  public end(): void {
    const start = this.offset;
    for (const central of this.directory) this.write(central);
    const end = Buffer.from(zipLibrary().zipSync({}));
    end.writeUInt16LE(this.directory.length, 8);
    end.writeUInt16LE(this.directory.length, 10);
    end.writeUInt32LE(this.offset - start, 12);
    end.writeUInt32LE(start, 16);
    this.write(end);
  }

  public close(): void {
    closeSync(this.file);
  }

  private addAtOnce(entry: FolderEntry): Buffer {
    const content = entry.kind === "link" ? Buffer.from(entry.target!) : readFileSync(entry.path);
    const { local, central } = partsOf(zipOf(entry.name, content, entry.kind));
    this.write(local);
    return central;
  }

  /** The values in the header that describe the content are known only afterwards. */
  private addInChunks(entry: FolderEntry): Buffer {
    const { local, central } = partsOf(zipOf(entry.name, new Uint8Array(), entry.kind));
    const start = this.offset;
    const header = local.subarray(0, local.length - central.readUInt32LE(20));
    this.write(header);
    const { ZipDeflate } = zipLibrary();
    const stream = new ZipDeflate(entry.name);
    stream.ondata = (error, data) => {
      if (error) throw error;
      this.write(data);
    };
    for (const { chunk, isLast } of readChunks(entry.path)) stream.push(chunk, isLast);
    const sizes = Buffer.alloc(12);
    // The library returns it as a signed number.
    sizes.writeInt32LE(stream.crc, 0);
    sizes.writeUInt32LE(this.offset - start - header.length, 4);
    sizes.writeUInt32LE(stream.size, 8);
    writeAll(this.file, sizes, start + 14);
    sizes.copy(central, 16);
    return central;
  }

  private write(bytes: Uint8Array): void {
    writeAll(this.file, bytes, this.offset);
    this.offset += bytes.length;
    if (this.offset > MAX_BYTES) throw new Error(`its archive has more than the ${MAX_BYTES} bytes that a zip holds`);
  }
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
  }
}

/** A zip archive with one entry. Its parts become parts of the whole archive. */
function zipOf(name: string, content: Uint8Array, kind: FolderEntry["kind"] = "file"): Buffer {
  // A link is not compressed, as is usual for archivers: some programs that unpack links do not decompress them.
  const options = { os: UNIX, attrs: MODES[kind] * 0x10000, ...(kind === "link" && { level: 0 as const }) };
  const zip = zipLibrary().zipSync({ [name]: [content, options] }, { mtime: ZIP_EPOCH });
  return Buffer.from(zip.buffer, zip.byteOffset, zip.length);
}

/** The entry with its own header, and its record in the directory. */
function partsOf(zip: Buffer): { readonly local: Buffer; readonly central: Buffer } {
  const directory = zip.readUInt32LE(zip.length - END_OF_DIRECTORY_SIZE + 16);
  return { local: zip.subarray(0, directory), central: Buffer.from(zip.subarray(directory, -END_OF_DIRECTORY_SIZE)) };
}

function requireZippable(entries: readonly FolderEntry[]): void {
  if (entries.length > MAX_FILES) {
    throw new Error(`it has ${entries.length} files, and a zip holds ${MAX_FILES} at most`);
  }
  const size = entries.reduce((sum, file) => sum + file.size, 0);
  if (size > MAX_BYTES) throw new Error(`its files have ${size} bytes, and a zip holds ${MAX_BYTES} at most`);
  // As a property of the object that the library accepts, it would be the object's prototype.
  if (entries.some(({ name }) => name === "__proto__")) {
    throw new Error('it has a file "__proto__", which cannot be packed');
  }
}

/** Loaded on demand: most stacks do not need it. */
function zipLibrary(): typeof import("fflate") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("fflate");
}
