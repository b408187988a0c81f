import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32, createInflateRaw, deflateRawSync } from "node:zlib";
import { ArchiveError } from "./errors";

/**
 * Limit of the uncompressed size of all entries: four times what AWS Lambda deploys. A zip bomb would keep the
 * sandbox busy for minutes.
 */
const MAX_CONTENT = 1024 ** 3;
/** Content is handled in pieces of this size, so that other requests are served in between. */
const PIECE = 256 * 1024;

const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
const CENTRAL_HEADER = { signature: 0x02014b50, size: 46 };
const END_OF_CENTRAL_DIRECTORY = { signature: 0x06054b50, size: 22 };
const ZIP64_LOCATOR = { signature: 0x07064b50, size: 20 };
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 0x1;
const STORED = 0;
const DEFLATED = 8;
const VERSION = 20;
const UNIX = 3;
const MADE_ON_UNIX = UNIX * 0x100;
const FILE_ATTRIBUTES = 0o100644 * 0x10000;
const DIRECTORY_ATTRIBUTES = 0o040755 * 0x10000 + 0x10;

export interface ZipEntry {
  /** As stored. A directory's name ends with a slash. */
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  /** File type and permissions of Unix; 0 if the archive was not made on Unix. */
  readonly mode: number;
  readonly headerOffset: number;
  readonly dataOffset: number;
}

/** An entry to append: a directory if its name ends with a slash. */
export interface NewZipEntry {
  readonly name: string;
  readonly body: Buffer;
}

/**
 * A zip archive that is read strictly, and extended without a change of its entries.
 *
 * Archivers re-encode entries when they add one. AWS Signer keeps the compressed bytes, the order and the
 * timestamps, so entries are appended to the raw archive here.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export class ZipArchive {
  /** @throws ArchiveError if the bytes are not exactly one plain zip archive with at least one entry. */
  public static parse(bytes: Buffer): ZipArchive {
    const end = findEnd(bytes);
    if (end >= ZIP64_LOCATOR.size && bytes.readUInt32LE(end - ZIP64_LOCATOR.size) === ZIP64_LOCATOR.signature) {
      throw new ArchiveError("Unsupported", "the archive uses the Zip64 format, which this sandbox does not sign");
    }
    const [disk, directoryDisk, entriesOnDisk, entryCount] = [4, 6, 8, 10].map((at) => bytes.readUInt16LE(end + at));
    if (disk !== 0 || directoryDisk !== 0 || entriesOnDisk !== entryCount) {
      throw new ArchiveError("Unsupported", "the archive is one part of a split archive");
    }
    const directorySize = bytes.readUInt32LE(end + 12);
    const directoryOffset = bytes.readUInt32LE(end + 16);
    if (directoryOffset + directorySize !== end) {
      throw malformed(
        "its central directory is not where its end record says, perhaps because there is data before the archive",
      );
    }
    if (entryCount === 0) throw new ArchiveError("Empty", "the archive has no entries");
    const entries = readEntries(bytes, directoryOffset, end, entryCount);
    requireBoundedContent(entries);
    return new ZipArchive(bytes, entries, directoryOffset, end);
  }

  private constructor(
    private readonly bytes: Buffer,
    /** In the order of the central directory. */
    public readonly entries: readonly ZipEntry[],
    private readonly directoryOffset: number,
    private readonly endOffset: number,
  ) {}

  /**
   * The uncompressed content of an entry, in pieces: it is never in memory as a whole.
   *
   * @throws ArchiveError at the end if the content is not what the directory says
   */
  public async *content(entry: ZipEntry): AsyncGenerator<Buffer> {
    const data = this.bytes.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSize);
    let size = 0;
    let checksum = 0;
    for await (const piece of entry.method === STORED ? slices(data) : inflated(data, entry)) {
      size += piece.length;
      if (size > entry.uncompressedSize) break;
      checksum = crc32(piece, checksum);
      yield piece;
    }
    if (size !== entry.uncompressedSize || checksum !== entry.crc) {
      throw malformed(`the content of "${entry.name.toString()}" does not match its checksum`);
    }
  }

  /** The uncompressed content of an entry as a whole. */
  public async read(entry: ZipEntry): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.content(entry)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** This archive with more entries at its end. No byte of the existing entries changes. */
  public append(newEntries: readonly NewZipEntry[], modifiedAt: Date): Buffer {
    const locals: Buffer[] = [];
    const centrals: Buffer[] = [];
    let offset = this.directoryOffset;
    for (const { name, body } of newEntries) {
      const isDirectory = name.endsWith("/");
      const data = isDirectory ? body : deflateRawSync(body);
      const fields = commonFields(isDirectory ? STORED : DEFLATED, body, data, name, modifiedAt);
      const local = Buffer.concat([uint32(LOCAL_HEADER.signature), fields, Buffer.from(name), data]);
      const central = Buffer.concat([
        uint32(CENTRAL_HEADER.signature),
        uint16(MADE_ON_UNIX + VERSION),
        fields,
        Buffer.alloc(6), // comment length, disk number, internal attributes
        uint32(isDirectory ? DIRECTORY_ATTRIBUTES : FILE_ATTRIBUTES),
        uint32(offset),
        Buffer.from(name),
      ]);
      locals.push(local);
      centrals.push(central);
      offset += local.length;
    }
    const directory = Buffer.concat([this.bytes.subarray(this.directoryOffset, this.endOffset), ...centrals]);
    const end = Buffer.from(this.bytes.subarray(this.endOffset));
    const entryCount = this.entries.length + newEntries.length;
    if (entryCount >= 0xffff || offset + directory.length >= 0xffffffff) {
      throw new ArchiveError("Unsupported", "the signed archive would need the Zip64 format");
    }
    end.writeUInt16LE(entryCount, 8);
    end.writeUInt16LE(entryCount, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([this.bytes.subarray(0, this.directoryOffset), ...locals, directory, end]);
  }
}

/** The end record must reach the last byte of the archive. Otherwise, foreign data follows. */
function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_OF_CENTRAL_DIRECTORY.size - MAX_COMMENT);
  for (let at = bytes.length - END_OF_CENTRAL_DIRECTORY.size; at >= first; at--) {
    if (
      bytes.readUInt32LE(at) === END_OF_CENTRAL_DIRECTORY.signature &&
      at + END_OF_CENTRAL_DIRECTORY.size + bytes.readUInt16LE(at + 20) === bytes.length
    ) {
      return at;
    }
  }
  throw malformed("it is not a zip archive, is incomplete, or has data after its end");
}

function readEntries(bytes: Buffer, directoryOffset: number, end: number, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = directoryOffset;
  while (entries.length < count) {
    if (at + CENTRAL_HEADER.size > end || bytes.readUInt32LE(at) !== CENTRAL_HEADER.signature) {
      throw malformed("its central directory is damaged");
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const name = bytes.subarray(at + CENTRAL_HEADER.size, at + CENTRAL_HEADER.size + nameLength);
    const method = bytes.readUInt16LE(at + 10);
    if (bytes.readUInt16LE(at + 8) % 2 === ENCRYPTED) {
      throw new ArchiveError("Unsupported", `the entry "${name.toString()}" is encrypted`);
    }
    if (method !== STORED && method !== DEFLATED) {
      throw new ArchiveError("Unsupported", `the entry "${name.toString()}" is compressed with method ${method}`);
    }
    const headerOffset = bytes.readUInt32LE(at + 42);
    entries.push({
      name,
      method,
      crc: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      uncompressedSize: bytes.readUInt32LE(at + 24),
      mode: bytes[at + 5] === UNIX ? bytes.readUInt16LE(at + 40) : 0,
      headerOffset,
      dataOffset: findData(bytes, directoryOffset, headerOffset, name),
    });
    at += CENTRAL_HEADER.size + nameLength + extraLength + commentLength;
  }
  if (at !== end) throw malformed("its central directory is damaged");
  refuseForeignData(entries, directoryOffset);
  return entries;
}

function findData(bytes: Buffer, directoryOffset: number, headerOffset: number, name: Buffer): number {
  const nameOffset = headerOffset + LOCAL_HEADER.size;
  if (nameOffset > directoryOffset || bytes.readUInt32LE(headerOffset) !== LOCAL_HEADER.signature) {
    throw malformed(`the entry "${name.toString()}" is not where its central directory says`);
  }
  const nameLength = bytes.readUInt16LE(headerOffset + 26);
  if (!bytes.subarray(nameOffset, nameOffset + nameLength).equals(name)) {
    throw malformed(`the entry "${name.toString()}" has another name in its own header`);
  }
  return nameOffset + nameLength + bytes.readUInt16LE(headerOffset + 28);
}

function refuseForeignData(entries: readonly ZipEntry[], directoryOffset: number): void {
  const inFileOrder = [...entries].sort((a, b) => a.headerOffset - b.headerOffset);
  if (inFileOrder[0].headerOffset !== 0) throw malformed("there is data before its first entry");
  inFileOrder.forEach((entry, index) => {
    const next = inFileOrder[index + 1]?.headerOffset ?? directoryOffset;
    if (entry.dataOffset + entry.compressedSize > next) throw malformed("its entries overlap");
  });
}

function requireBoundedContent(entries: readonly ZipEntry[]): void {
  const size = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (size <= MAX_CONTENT) return;
  throw new ArchiveError(
    "Unsupported",
    `the archive holds ${size} bytes when it is unpacked, and this sandbox signs at most ${MAX_CONTENT}`,
  );
}

async function* slices(data: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += PIECE) {
    await nextTurn();
    yield data.subarray(at, at + PIECE);
  }
}

async function* inflated(data: Buffer, entry: ZipEntry): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: PIECE });
  inflate.end(data);
  try {
    for await (const piece of inflate) yield piece as Buffer;
  } catch {
    throw malformed(`the content of "${entry.name.toString()}" cannot be decompressed`);
  } finally {
    inflate.destroy();
  }
}

/** The fields that local and central headers share, from "version needed" to "extra field length". */
function commonFields(method: number, body: Buffer, data: Buffer, name: string, modifiedAt: Date): Buffer {
  return Buffer.concat([
    uint16(VERSION),
    uint16(0),
    uint16(method),
    uint16(
      modifiedAt.getUTCHours() * 2048 + modifiedAt.getUTCMinutes() * 32 + Math.floor(modifiedAt.getUTCSeconds() / 2),
    ),
    uint16((modifiedAt.getUTCFullYear() - 1980) * 512 + (modifiedAt.getUTCMonth() + 1) * 32 + modifiedAt.getUTCDate()),
    uint32(crc32(body)),
    uint32(data.length),
    uint32(body.length),
    uint16(Buffer.byteLength(name)),
    uint16(0),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function malformed(what: string): ArchiveError {
  return new ArchiveError("Malformed", `the archive is malformed: ${what}`);
}
