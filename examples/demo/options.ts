import { parseArgs } from "node:util";

export const USAGE = `Deploys examples/sign-lambda-package to a sandbox of AWS on this machine, and shows what happens to signed code.

  npm run demo -- [--verbose] [--keep]

  --verbose   show Terraform's own output
  --keep      do not destroy anything: leave the sandbox and the stack running until Ctrl-C
  --help      this text

Requires Terraform 1.4 or later and Python 3.10 or later. Needs no AWS account and no credentials.
`;

export interface DemoOptions {
  readonly verbose: boolean;
  readonly keep: boolean;
  readonly help: boolean;
}

/** @throws Error that names an unknown option */
export function parseDemoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { verbose: { type: "boolean" }, keep: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  return { verbose: values.verbose ?? false, keep: values.keep ?? false, help: values.help ?? false };
}
