import type { Readable } from "node:stream";

/** @returns `undefined` if the body is larger than `limit` bytes; the rest of it is not read then. */
export async function readBody(stream: Readable, limit: number = Infinity): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size > limit) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
