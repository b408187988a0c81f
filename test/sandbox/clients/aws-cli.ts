import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import type { Client } from "./calls";

const run = promisify(execFile);

/**
 * The AWS CLI of a major version on this machine: what `AWS_CLI_V1` or `AWS_CLI_V2` names, or `aws`. One that is too old to
 * have all operations of AWS Signer does not count.
 */
export function findAwsCli(major: 1 | 2): string | undefined {
  const candidates = [process.env[`AWS_CLI_V${major}`], "aws"].filter((command) => command !== undefined);
  return candidates.find((command) => {
    const { stdout, stderr } = spawnSync(command, ["--version"], { encoding: "utf8" });
    const isVersion = `${stdout ?? ""}${stderr ?? ""}`.startsWith(`aws-cli/${major}.`);
    return isVersion && spawnSync(command, ["signer", "sign-payload", "--generate-cli-skeleton"]).status === 0;
  });
}

export class AwsCli implements Client {
  constructor(
    private readonly command: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  public async call(operation: string, input: object): Promise<Record<string, unknown>> {
    return this.run(kebab(operation), "--cli-input-json", JSON.stringify(input));
  }

  public async paginate(operation: string, items: string): Promise<readonly unknown[]> {
    return (await this.run(kebab(operation), "--page-size", "1"))[items] as unknown[];
  }

  public async wait(waiter: string, input: object): Promise<unknown> {
    return this.run("wait", kebab(waiter), "--cli-input-json", JSON.stringify(input));
  }

  /** Before 2.13, version 2 does not read the endpoint from the environment. */
  private options(): string[] {
    return ["--endpoint-url", this.environment.AWS_ENDPOINT_URL, "--output", "json", "signer"];
  }

  private async run(...parameters: string[]): Promise<Record<string, unknown>> {
    const { stdout } = await run(this.command, [...this.options(), ...parameters], {
      env: { ...process.env, ...this.environment, AWS_PAGER: "" },
    });
    return stdout.trim() === "" ? {} : (JSON.parse(stdout) as Record<string, unknown>);
  }
}

function kebab(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
}
