import type { Readable } from "node:stream";

/**
 * @returns `undefined` as soon as the body is larger than `limit` bytes. The rest is still read and discarded: a
 *   client that sends everything before it reads would not see the answer otherwise.
 */
export async function readBody(stream: Readable, limit: number = Infinity): Promise<Buffer | undefined> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        done(undefined);
      }
    });
    stream.once("end", () => done(Buffer.concat(chunks)));
    stream.once("error", failed);
    stream.once("close", () => failed(new Error("the connection was closed before the body had arrived")));
  });
}
