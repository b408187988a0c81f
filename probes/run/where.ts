/** The command line is not valid. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** Where a command works: the options that all commands share. */
export interface WhereValues {
  readonly aws?: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly "other-account"?: string;
  readonly "other-profile"?: string;
}

/** For `parseArgs`: the options that all commands share. */
export const WHERE_OPTIONS = {
  aws: { type: "boolean" },
  endpoint: { type: "string" },
  account: { type: "string" },
  region: { type: "string" },
  profile: { type: "string" },
  "other-account": { type: "string" },
  "other-profile": { type: "string" },
  "certificate-arn": { type: "string" },
  list: { type: "boolean" },
  "dry-run": { type: "boolean" },
  clean: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/** Adds the description of the command line to an error about it. */
export function withUsage<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** @throws UsageError */
export function checkAccounts(values: WhereValues): void {
  for (const number of [values.account, values["other-account"]]) {
    if (number !== undefined && !/^\d{12}$/.test(number)) {
      throw new UsageError(`An account must be 12 digits, not "${number}".`);
    }
  }
  if (values.aws && (values["other-account"] === undefined) !== (values["other-profile"] === undefined)) {
    throw new UsageError("--other-account and --other-profile belong together.");
  }
}

/**
 * The account must be named, and nothing may lead the requests away from AWS.
 *
 * @throws UsageError
 */
export function checkAws({ account, region }: WhereValues, environment: NodeJS.ProcessEnv): void {
  if (account === undefined || region === undefined) {
    throw new UsageError("--aws needs --account and --region: name the account and the Region that you mean.");
  }
  const redirected = Object.keys(environment).filter((name) => /^AWS_ENDPOINT_URL/.test(name) && environment[name]);
  if (redirected.length > 0) {
    throw new UsageError(`--aws means AWS, but ${redirected.join(", ")} would lead elsewhere. Unset it.`);
  }
}

/**
 * Made-up credentials are only sent to this machine.
 *
 * @throws UsageError
 */
export function localUrl(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "http:" || !LOCAL_HOSTS.includes(url.hostname)) {
    throw new UsageError(`--endpoint must be a URL of this machine, such as http://127.0.0.1:4747, not "${endpoint}".`);
  }
  return url.origin;
}

/**
 * The one of these options that is used.
 *
 * @throws UsageError if there is more than one
 */
export function onlyOneOf<T extends string>(
  values: Readonly<Partial<Record<T, unknown>>>,
  names: readonly T[],
): T | undefined {
  const used = names.filter((name) => values[name] !== undefined);
  if (used.length > 1) throw new UsageError(`--${used.join(" and --")} exclude each other.`);
  return used[0];
}
