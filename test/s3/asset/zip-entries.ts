/** The entry of a file in the central directory of a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly mode: number;
  readonly madeOn: number;
  readonly time: number;
}

const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;

/** Reads the central directory of a zip without comment. @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zipEntries(zip: Uint8Array): ZipEntry[] {
  const buffer = Buffer.from(zip);
  const end = buffer.length - 22;
  if (buffer.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error("not a zip, or one with a comment");
  const entries: ZipEntry[] = [];
  let at = buffer.readUInt32LE(end + 16);
  while (buffer.readUInt32LE(at) === CENTRAL_HEADER) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => buffer.readUInt16LE(at + offset));
    entries.push({
      name: buffer.toString("utf8", at + 46, at + 46 + nameLength),
      mode: buffer.readUInt16LE(at + 40),
      madeOn: buffer.readUInt8(at + 5),
      time: buffer.readUInt32LE(at + 12),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}
