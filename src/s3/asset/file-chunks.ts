import { closeSync, openSync, readSync } from "node:fs";

const CHUNK_BYTES = 1024 * 1024;

/**
 * The content of a file in chunks. All but the last have the same size, whatever the file system returns at a time, so what is
 * made of them is the same each time. A chunk is overwritten by the next one.
 */
export function* readChunks(path: string): Generator<{ readonly chunk: Uint8Array; readonly isLast: boolean }> {
  const file = openSync(path, "r");
  try {
    for (let isLast = false; !isLast;) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const length = fill(file, chunk);
      isLast = length < CHUNK_BYTES;
      yield { chunk: chunk.subarray(0, length), isLast };
    }
  } finally {
    closeSync(file);
  }
}

function fill(file: number, chunk: Buffer): number {
  let length = 0;
  while (length < chunk.length) {
    const read = readSync(file, chunk, length, chunk.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}
