import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { Terraform } from "../../sandbox/terraform/terraform";

export type Attributes = Readonly<Record<string, unknown>>;

/** The result of an apply: the attributes of all resources and data sources, by address. */
export interface Applied {
  readonly resources: ReadonlyMap<string, Attributes>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The AWS account that a provider works in. */
export interface MockedProvider {
  readonly alias?: string;
  readonly region: string;
  readonly accountId: string;
}

/** Attributes that AWS would return for single resources, by address. */
export type Answers = Readonly<Record<string, Attributes>>;

interface Message {
  readonly type: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly snippet?: { readonly context: string | null; readonly code: string };
  };
  readonly test_state?: {
    readonly outputs?: Record<string, { readonly value: unknown }>;
    readonly root_module: { readonly resources?: { readonly address: string; readonly values: Attributes }[] };
  };
}

/** Terraform's own errors, in full. */
export class RefusedByTerraform extends Error {}

/**
 * Applies a configuration, and destroys all again, with the AWS provider's schema and its validation of arguments, but with an
 * A fake AWS that accepts every resource. No call leaves the machine.
 *
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export async function applyToMockedAws(
  folder: string,
  providers: readonly MockedProvider[],
  answers: Answers,
): Promise<Applied> {
  const test = {
    mock_provider: { aws: providers.map(mockedProvider) },
    override_resource: Object.entries(answers).map(([target, values]) => ({ target, values })),
    run: { all: { command: "apply" } },
  };
  writeFileSync(join(folder, "all.tftest.json"), JSON.stringify(test));
  const terraform = new Terraform(folder, terraformCliEnvironment(folder));
  await terraform.init();
  const { exitCode, stdout, output } = await terraform.run(["test", "-json", "-verbose", "-no-color"]);
  const messages = stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Message] : []));
  const state = messages.find((message) => message.test_state)?.test_state;
  if (exitCode !== 0 || !state) throw new RefusedByTerraform(errorsIn(messages) || output.slice(-8000));
  return {
    resources: new Map(state.root_module.resources?.map(({ address, values }) => [address, values])),
    outputs: Object.fromEntries(Object.entries(state.outputs ?? {}).map(([name, { value }]) => [name, value])),
  };
}

function mockedProvider({ alias, region, accountId }: MockedProvider): object {
  const arn = (service: string, resource: string): object => ({
    defaults: { arn: `arn:aws:${service}:${service === "iam" ? "" : region}:${accountId}:${resource}` },
  });
  return {
    alias,
    mock_data: {
      aws_partition: { defaults: { partition: "aws" } },
      aws_region: { defaults: { id: region } },
      aws_caller_identity: { defaults: { account_id: accountId } },
    },
    mock_resource: {
      aws_iam_role: arn("iam", "role/made"),
      aws_iam_policy: arn("iam", "policy/made"),
      aws_cloudwatch_log_group: arn("logs", "log-group:made"),
    },
  };
}

function errorsIn(messages: readonly Message[]): string {
  return messages
    .flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []))
    .map(({ summary, detail, snippet }) =>
      [summary, detail, snippet?.context, snippet?.code].filter(Boolean).join("\n"),
    )
    .join("\n\n");
}
