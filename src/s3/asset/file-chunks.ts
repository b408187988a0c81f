import { closeSync, openSync, readSync } from "node:fs";

const CHUNK_BYTES = 1024 * 1024;

/**
 * The content of a file in chunks. All but the last have the same size, regardless of how much the file system returns
 * at a time, so a result computed from them is always the same. The next chunk overwrites the previous one.
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
