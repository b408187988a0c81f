import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The URL that the sandbox's program prints once it is ready. */
export async function urlOf(cli: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: cli.stdout as Readable })) {
    const url = /^The sandbox is at (\S+)\. /.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("the sandbox ended before it was ready");
}
