import { parseArgs } from "node:util";
import { DEFAULT_REGION } from "../../sandbox/terraform/sandbox-environment";
import { checkAccounts, checkAws, localUrl, onlyOneOf, WHERE_OPTIONS, withUsage } from "../run/where";

export const USAGE = `Deploys and destroys the examples, and the scenarios that inject no faults.

  npm run acceptance                                     on the sandbox, started for it
  npm run acceptance -- --endpoint http://127.0.0.1:4747 on a sandbox that already runs on this machine
  npm run acceptance -- --aws --account 123456789012 --region eu-west-1
                                                         on AWS, with the credentials that the AWS SDK finds

  --account NUMBER         account of the credentials; nothing is done if they belong to another account
  --region REGION          on this machine us-east-1 by default
  --profile NAME           profile of the AWS configuration files
  --other-account NUMBER   a second account, for the example cross-account
  --other-profile NAME     its profile of the AWS configuration files
  --certificate-arn ARN    ACM certificate with an elliptic-curve key, for the example iot-image
  --only TEXT              only what has the text in its id; can be repeated
  --list                   the ids, and nothing else
  --dry-run                what would be created, and nothing else
  --clean                  removes what earlier runs have left, and nothing else
  --help                   this text
`;

export interface AcceptanceOptions {
  readonly isAws: boolean;
  /** @default - AWS, or a sandbox that is started for the run */
  readonly endpoint?: string;
  readonly account?: string;
  readonly region: string;
  readonly profile?: string;
  readonly otherAccount?: string;
  readonly otherProfile?: string;
  readonly certificateArn?: string;
  readonly only: readonly string[];
  readonly mode: "run" | "list" | "dry-run" | "clean" | "help";
}

/** @throws UsageError */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): AcceptanceOptions {
  return withUsage(USAGE, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...WHERE_OPTIONS,
        only: { type: "string", multiple: true },
      },
    });
    onlyOneOf(values, ["aws", "endpoint"]);
    checkAccounts(values);
    if (values.aws) checkAws(values, environment);
    return {
      isAws: values.aws ?? false,
      endpoint: values.endpoint === undefined ? undefined : localUrl(values.endpoint),
      account: values.account,
      region: values.region ?? DEFAULT_REGION,
      profile: values.profile,
      otherAccount: values["other-account"],
      otherProfile: values["other-profile"],
      certificateArn: values["certificate-arn"],
      only: values.only ?? [""],
      mode: onlyOneOf(values, ["help", "list", "dry-run", "clean"]) ?? "run",
    };
  });
}
