import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

export interface Options {
  readonly seed: number;
  readonly indexes: readonly number[];
  readonly parallel: number;
}

const MAX_SEED = 2 ** 32 - 1;

export const USAGE = `Plays random schedules of faults through the handler on the sandbox, and counts what AWS Signer signed.

  npm run soak -- [--schedules 200] [--seed N] [--only INDEX] [--parallel 6]

  --schedules   how many schedules
  --seed        a whole number: the same one gives the same schedules
  --only        plays the schedule of this number alone
  --parallel    how many schedules are played at the same time
  --help        this text
`;

/** The command line cannot be understood. */
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
export function parseOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const schedules = wholeNumber("--schedules", values.schedules ?? "200", 1, 1_000_000);
  const only = values.only === undefined ? undefined : wholeNumber("--only", values.only, 0, 999_999);
  return {
    seed: values.seed === undefined ? randomInt(MAX_SEED + 1) : wholeNumber("--seed", values.seed, 0, MAX_SEED),
    indexes: only === undefined ? Array.from({ length: schedules }, (_, index) => index) : [only],
    parallel: wholeNumber("--parallel", values.parallel ?? "6", 1, 64),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        schedules: { type: "string" },
        seed: { type: "string" },
        only: { type: "string" },
        parallel: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  if (/^[0-9]+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new UsageError(`${option} must be a whole number from ${least} to ${most}, not "${text}".`);
}
