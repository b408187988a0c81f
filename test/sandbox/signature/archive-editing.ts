import { unzipSync, ZipOptions, zipSync } from "fflate";

/** Names and contents of an archive, in its order. */
export function unzip(zip: Buffer): Record<string, Uint8Array> {
  return unzipSync(zip);
}

/** An archive of these entries in this order. */
export function rezip(files: Record<string, Uint8Array>, options: ZipOptions = {}): Buffer {
  return Buffer.from(zipSync(files, options));
}
