import { parseArgs } from "node:util";
import { SERVERS, type ServerName } from "./servers";

export const USAGE = `Asks a server whether it behaves as this library believes of AWS.

  npm run probe                                          the sandbox, started for it
  npm run probe -- --server ministack                    another emulator, started for it (${SERVERS.join(", ")})
  npm run probe -- --endpoint http://127.0.0.1:4747      a server that runs on this machine
  npm run probe -- --aws --account 123456789012 --region eu-west-1
                                                         AWS, with the credentials that the AWS SDK finds

  --account NUMBER         account of the credentials; nothing is done if they are of another one
  --region REGION          on this machine us-east-1 by default
  --profile NAME           profile of the AWS configuration files
  --other-account NUMBER   a second account, which signs with profiles of the first
  --other-profile NAME     its profile of the AWS configuration files
  --certificate-arn ARN    ACM certificate with an elliptic-curve key, for the signed objects of devices
  --patient                also what takes hours
  --only TEXT              only probes whose id contains the text
  --list                   the assumptions, with their sources, and nothing else
  --dry-run                what would be created, and nothing else
  --clean                  removes what earlier runs have left, and nothing else
  --json FILE              where the results are written [probe-report.json]
  --help                   this text
`;

/** The command line cannot be understood. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message}\n\n${USAGE}`);
    this.name = "UsageError";
  }
}

export type Place =
  | { readonly kind: "aws" }
  | { readonly kind: "endpoint"; readonly url: string }
  | { readonly kind: "server"; readonly name: ServerName };

export interface ProbeOptions {
  readonly place: Place;
  readonly account?: string;
  readonly region: string;
  readonly profile?: string;
  readonly otherAccount?: string;
  readonly otherProfile?: string;
  readonly certificateArn?: string;
  readonly patient: boolean;
  readonly only: string;
  readonly json: string;
  readonly mode: "ask" | "list" | "dry-run" | "clean" | "help";
}

const LOCAL_REGION = "us-east-1";
const LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"];

/** @throws UsageError */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): ProbeOptions {
  const values = parse(args);
  const place = placeOf(values);
  const { account, region = place.kind === "aws" ? undefined : LOCAL_REGION } = values;
  for (const number of [account, values["other-account"]]) {
    if (number !== undefined && !/^\d{12}$/.test(number)) {
      throw new UsageError(`An account must be 12 digits, not "${number}".`);
    }
  }
  if (place.kind === "aws") checkAws(account, region, environment);
  if ((values["other-account"] === undefined) !== (values["other-profile"] === undefined) && place.kind === "aws") {
    throw new UsageError("--other-account and --other-profile belong together.");
  }
  return {
    place,
    account,
    region: region ?? "",
    profile: values.profile,
    otherAccount: values["other-account"],
    otherProfile: values["other-profile"],
    certificateArn: values["certificate-arn"],
    patient: values.patient ?? false,
    only: values.only ?? "",
    json: values.json ?? "probe-report.json",
    mode: modeOf(values),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        aws: { type: "boolean" },
        endpoint: { type: "string" },
        server: { type: "string" },
        account: { type: "string" },
        region: { type: "string" },
        profile: { type: "string" },
        "other-account": { type: "string" },
        "other-profile": { type: "string" },
        "certificate-arn": { type: "string" },
        patient: { type: "boolean" },
        only: { type: "string" },
        json: { type: "string" },
        list: { type: "boolean" },
        "dry-run": { type: "boolean" },
        clean: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function placeOf({ aws, endpoint, server }: { aws?: boolean; endpoint?: string; server?: string }): Place {
  if ([aws, endpoint, server].filter((value) => value !== undefined).length > 1) {
    throw new UsageError("--aws, --endpoint and --server exclude each other.");
  }
  if (aws) return { kind: "aws" };
  if (endpoint !== undefined) return { kind: "endpoint", url: localUrl(endpoint) };
  if (server === undefined) return { kind: "server", name: "sandbox" };
  const name = SERVERS.find((candidate) => candidate === server);
  if (name === undefined) throw new UsageError(`--server must be one of ${SERVERS.join(", ")}, not "${server}".`);
  return { kind: "server", name };
}

/** Credentials that are made up go to this machine alone. */
function localUrl(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "http:" || !LOCAL_HOSTS.includes(url.hostname)) {
    throw new UsageError(`--endpoint must be a URL of this machine, such as http://127.0.0.1:4747, not "${endpoint}".`);
  }
  return url.origin;
}

function checkAws(account: string | undefined, region: string | undefined, environment: NodeJS.ProcessEnv): void {
  if (account === undefined || region === undefined) {
    throw new UsageError("--aws needs --account and --region: the account that you mean, and where.");
  }
  const redirected = Object.keys(environment).filter((name) => /^AWS_ENDPOINT_URL/.test(name) && environment[name]);
  if (redirected.length > 0) {
    throw new UsageError(`--aws means AWS, but ${redirected.join(", ")} would lead elsewhere. Unset it.`);
  }
}

function modeOf(values: {
  help?: boolean;
  list?: boolean;
  "dry-run"?: boolean;
  clean?: boolean;
}): ProbeOptions["mode"] {
  const modes = (["help", "list", "dry-run", "clean"] as const).filter((mode) => values[mode]);
  if (modes.length > 1) throw new UsageError(`--${modes.join(" and --")} exclude each other.`);
  return modes[0] ?? "ask";
}
