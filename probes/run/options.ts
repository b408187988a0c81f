import { parseArgs } from "node:util";
import { SERVERS, type ServerName } from "./servers";
import { checkAccounts, checkAws, localUrl, onlyOneOf, UsageError, WHERE_OPTIONS, withUsage } from "./where";
import { DEFAULT_REGION } from "../../sandbox/terraform/sandbox-environment";

export const USAGE = `Checks the assumptions of this library about AWS on a server.

  npm run probe                                          the sandbox, started for it
  npm run probe -- --server ministack                    another emulator, started for it (${SERVERS.join(", ")})
  npm run probe -- --endpoint http://127.0.0.1:4747      a server that runs on this machine
  npm run probe -- --aws --account 123456789012 --region eu-west-1
                                                         AWS, with the credentials that the AWS SDK finds

  --account NUMBER         account of the credentials; nothing is done if they belong to another account
  --region REGION          on this machine us-east-1 by default
  --profile NAME           profile of the AWS configuration files
  --other-account NUMBER   a second account, which signs with profiles of the first
  --other-profile NAME     its profile of the AWS configuration files
  --certificate-arn ARN    ACM certificate with an elliptic-curve key, for the signed objects of devices
  --patient                also probes that take hours
  --only TEXT              only probes whose id contains the text
  --list                   the assumptions, with their sources, and nothing else
  --dry-run                what would be created, and nothing else
  --clean                  removes what earlier runs have left, and nothing else
  --json FILE              where the results are written [probe-report.json]
  --help                   this text
`;

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

/** @throws UsageError */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): ProbeOptions {
  return withUsage(USAGE, () => options(args, environment));
}

function options(args: readonly string[], environment: NodeJS.ProcessEnv): ProbeOptions {
  const values = parse(args);
  const place = placeOf(values);
  checkAccounts(values);
  if (place.kind === "aws") checkAws(values, environment);
  return {
    place,
    account: values.account,
    region: values.region ?? DEFAULT_REGION,
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
  return parseArgs({
    args: [...args],
    options: {
      ...WHERE_OPTIONS,
      server: { type: "string" },
      patient: { type: "boolean" },
      only: { type: "string" },
      json: { type: "string" },
    },
  }).values;
}

function placeOf({ aws, endpoint, server }: { aws?: boolean; endpoint?: string; server?: string }): Place {
  onlyOneOf({ aws, endpoint, server }, ["aws", "endpoint", "server"]);
  if (aws) return { kind: "aws" };
  if (endpoint !== undefined) return { kind: "endpoint", url: localUrl(endpoint) };
  if (server === undefined) return { kind: "server", name: "sandbox" };
  const name = SERVERS.find((candidate) => candidate === server);
  if (name === undefined) throw new UsageError(`--server must be one of ${SERVERS.join(", ")}, not "${server}".`);
  return { kind: "server", name };
}

function modeOf(values: {
  help?: boolean;
  list?: boolean;
  "dry-run"?: boolean;
  clean?: boolean;
}): ProbeOptions["mode"] {
  return onlyOneOf(values, ["help", "list", "dry-run", "clean"]) ?? "ask";
}
