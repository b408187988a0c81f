import type { AcceptanceOptions } from "./options";
import { prepareExample } from "../../examples/runner/preparation";
import { DEFAULT_ACCOUNT_ID, sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import type { Clients } from "../aws/clients";
import { NotAsked } from "../not-asked";
import { sandboxTarget } from "../run/local-target";
import { identify } from "../run/target";

/** An account in which a run deploys. */
export interface AcceptanceTarget {
  /** Such as "AWS". */
  readonly name: string;
  readonly accountId: string;
  readonly clients: Clients;
  /** Environment variables of Terraform. */
  readonly environment: Readonly<Record<string, string>>;
  readonly other?: { readonly accountId: string; readonly clients: Clients };
  /** Environment variables that an example requires. Throws `NotAsked` where they are not known. */
  readonly variablesOf: (example: string) => Promise<Record<string, string>>;
}

/** The second account of the example cross-account on the sandbox. */
const SANDBOX_INVOKER = "222222222222";

/** @throws Error if the credentials belong to another account than the one that is named */
export async function awsTarget(options: AcceptanceOptions): Promise<AcceptanceTarget> {
  const { account = "", region, profile, otherAccount, otherProfile, certificateArn } = options;
  const own = await identify({ region, profile }, account);
  const other = otherAccount ? await identify({ region, profile: otherProfile }, otherAccount) : undefined;
  return {
    ...own,
    name: "AWS",
    other,
    environment: { AWS_REGION: region, AWS_DEFAULT_REGION: region, ...(profile && { AWS_PROFILE: profile }) },
    variablesOf: async (example): Promise<Record<string, string>> => {
      if (example === "iot-image") {
        if (certificateArn === undefined) throw new NotAsked("needs --certificate-arn");
        return { CERTIFICATE_ARN: certificateArn };
      }
      if (example === "cross-account") {
        if (!profile || !otherProfile) throw new NotAsked("needs --profile, --other-account and --other-profile");
        return { OWNER_PROFILE: profile, INVOKER_PROFILE: otherProfile };
      }
      return {};
    },
  };
}

export async function localTarget(url: string, options: AcceptanceOptions): Promise<AcceptanceTarget> {
  const { account = DEFAULT_ACCOUNT_ID, region } = options;
  const target = await sandboxTarget(url, { account, otherAccount: SANDBOX_INVOKER, region });
  return {
    ...target,
    environment: sandboxEnvironment(url, account, region),
    variablesOf: async (example): Promise<Record<string, string>> => {
      if (example === "cross-account" && account !== DEFAULT_ACCOUNT_ID) {
        throw new NotAsked(`its accounts on the sandbox are ${DEFAULT_ACCOUNT_ID} and ${SANDBOX_INVOKER}`);
      }
      return prepareExample(example, url, account);
    },
  };
}
