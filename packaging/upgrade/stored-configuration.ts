import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../flavour";

/** The resources and data sources of one stack, by type and name, as cdktf writes them to `cdk.tf.json`. */
export interface Configuration {
  readonly resource: Blocks;
  readonly data: Blocks;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Configurations of the stacks of `packaging/upgrade/program`, by the name of the stack. */
export type Configurations = Readonly<Record<string, Configuration>>;

const FOLDER = join(ROOT, "test/fixtures/releases");

/** Reads the synthesized configurations of the program. */
export function configurationsIn(
  stacks: readonly { readonly name: string; readonly folder: string }[],
): Configurations {
  return Object.fromEntries(
    stacks.map(({ name, folder }) => {
      const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
      const { resource, data } = JSON.parse(text, withoutMetadata) as Configuration;
      return [name, { resource, data }];
    }),
  );
}

function withoutMetadata(key: string, value: unknown): unknown {
  return key === "//" ? undefined : value;
}

/** Versions that have a stored configuration. */
export function storedVersions(): string[] {
  return readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
}

export function storedConfigurations(version: string): Configurations {
  return JSON.parse(readFileSync(join(FOLDER, `${version}.json`), "utf8")) as Configurations;
}

/** Stores what the package of a version synthesizes. Returns the path of the file. */
export function storeConfigurations(version: string, configurations: Configurations): string {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${version}.json`);
  writeFileSync(path, `${JSON.stringify(configurations, undefined, 2)}\n`);
  return path;
}

/**
 * The part of a configuration that must not change in an upgrade, by address. Otherwise Terraform would replace
 * something, and so sign again or revoke.
 *
 * Without: the code of the function and the policies of its role, which are updated in place; the order in which
 * resources are created; and texts of errors.
 */
export function identityOf({ resource, data }: Configuration): Readonly<Record<string, unknown>> {
  const blocks = [
    ...Object.entries(resource),
    ...Object.entries(data).map(([type, all]) => [`data.${type}`, all] as const),
  ];
  return Object.fromEntries(
    blocks.flatMap(([type, all]) =>
      Object.entries(all).map(([name, block]) => [`${type}.${name}`, without(block, UPDATED_IN_PLACE[type] ?? [])]),
    ),
  );
}

/** Attributes by resource type that an upgrade may change, because Terraform updates them in place. */
export const UPDATED_IN_PLACE: Readonly<Record<string, readonly string[]>> = {
  aws_iam_policy: ["policy"],
  aws_iam_role_policy: ["policy"],
  aws_lambda_function: ["filename", "source_code_hash"],
};

function without(block: object, attributes: readonly string[]): unknown {
  const omitted = ["depends_on", "postcondition", "precondition", ...attributes];
  return JSON.parse(JSON.stringify(block, (key, value: unknown) => (omitted.includes(key) ? undefined : value)));
}
