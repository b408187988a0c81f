import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const END_OF_DIRECTORY = { signature: 0x06054b50, size: 22 };
const CENTRAL_HEADER = { signature: 0x02014b50, size: 46 };
const MAX_COMMENT = 0xffff;
/** A number that is too large for the field is in an extension, "zip64". */
const TOO_LARGE = 0xffffffff;

/** A file in a zip. */
export interface ZippedFile {
  readonly name: string;
  /** Unpacked size in bytes. */
  readonly size: number;
}

/**
 * The files that the directory of a zip archive lists, without folders. If the archive holds more than the classic
 * format allows, the list is incomplete.
 *
 * @returns undefined if the file is not a zip archive
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zippedFiles(path: string): ZippedFile[] | undefined {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const tail = read(file, Math.max(0, size - END_OF_DIRECTORY.size - MAX_COMMENT), size);
    const end = findEnd(tail);
    if (end === undefined) return undefined;
    const [length, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    return offset === TOO_LARGE ? [] : filesIn(read(file, offset, Math.min(offset + length, size)));
  } finally {
    closeSync(file);
  }
}

function filesIn(directory: Buffer): ZippedFile[] {
  const files: ZippedFile[] = [];
  let at = 0;
  while (at + CENTRAL_HEADER.size <= directory.length && directory.readUInt32LE(at) === CENTRAL_HEADER.signature) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const name = directory.toString("utf8", at + CENTRAL_HEADER.size, at + CENTRAL_HEADER.size + nameLength);
    if (!name.endsWith("/")) files.push({ name, size: directory.readUInt32LE(at + 24) });
    at += CENTRAL_HEADER.size + nameLength + extraLength + commentLength;
  }
  return files;
}

function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - END_OF_DIRECTORY.size; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY.signature) return at;
  }
  return undefined;
}

function read(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
}
