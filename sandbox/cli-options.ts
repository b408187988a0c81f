import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { SandboxOptions } from "./index";

const DEFAULT_PORT = 4747;

export const USAGE = `AWS on loopback, as far as signing code needs it.

  npx aws-signer-sandbox [--port ${DEFAULT_PORT}] [--host 127.0.0.1] [--backend URL] [--job-seconds 1.5] [--persist DIR]

  --port          port; 0 for any free one
  --host          address to listen on. Anyone who reaches it may do everything: use it only in a container
  --backend       an AWS emulator that already runs (S3, IAM, STS, Lambda, Logs), instead of the sandbox's own backend
  --job-seconds   how long a signing job takes
  --persist       folder in which the state survives a restart; it is written when the sandbox ends
  --help          this text
`;

/** The command line is not valid. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/**
 * @returns `undefined` if help is requested
 * @throws UsageError
 */
export function parseOptions(args: readonly string[]): SandboxOptions | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  return {
    host: values.host,
    persist: values.persist === undefined ? undefined : resolve(values.persist),
    port: values.port === undefined ? DEFAULT_PORT : numberIn("--port", values.port, 0, 65_535, true),
    backendUrl: values.backend === undefined ? undefined : httpUrl("--backend", values.backend),
    jobSeconds:
      values["job-seconds"] === undefined ? undefined : numberIn("--job-seconds", values["job-seconds"], 0, 3600),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        host: { type: "string" },
        backend: { type: "string" },
        persist: { type: "string" },
        "job-seconds": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function numberIn(option: string, text: string, least: number, most: number, whole = false): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${option} must be a ${whole ? "whole " : ""}number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function httpUrl(option: string, text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== "http:") {
    throw new UsageError(`${option} must be a URL such as http://127.0.0.1:4566, not "${text}".`);
  }
  return new URL(text).origin;
}
