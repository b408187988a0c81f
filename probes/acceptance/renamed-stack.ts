import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunNames } from "../aws/names";

type Attributes = Record<string, any>;
type Rename = (attributes: Attributes, names: RunNames) => void;

/** A synthesized stack, as far as it is changed here. */
export interface StackJson {
  readonly provider?: Record<string, Attributes[]>;
  readonly resource?: Record<string, Record<string, Attributes>>;
}

/** AWS's limits for names and prefixes of names. */
const MAX_FUNCTION_NAME = 64;
const MAX_BUCKET_PREFIX = 37;
/** An id of 8 digits and a hyphen follow. */
const MAX_READABLE_PART = MAX_FUNCTION_NAME - 9;

const isUnknown = (name: unknown): boolean => typeof name !== "string" || name.includes("${");

/** How a resource of each type gets a name with the prefix of a run. Types without a name stay unchanged. */
const RENAMES: Readonly<Record<string, Rename>> = {
  aws_s3_bucket: (bucket, names) => {
    bucket.bucket_prefix = names.name(bucket.bucket_prefix ?? "").slice(0, MAX_BUCKET_PREFIX);
    delete bucket.bucket;
  },
  aws_iam_role: (role, names) => {
    role.path = names.naming.rolePath;
    role.name_prefix = names.name("");
    delete role.name;
  },
  aws_lambda_function: (fn, names) => {
    // The name of a signing function comes from a terraform_data, which is renamed below.
    if (!isUnknown(fn.function_name)) fn.function_name = names.name(fn.function_name).slice(0, MAX_FUNCTION_NAME);
  },
  aws_lambda_layer_version: (layer, names) => {
    // A generated name comes from a terraform_data, as that of a function.
    if (!isUnknown(layer.layer_name)) layer.layer_name = names.name(layer.layer_name).slice(0, MAX_FUNCTION_NAME);
  },
  aws_lambda_code_signing_config: (config, names) => {
    config.description = names.name(config.description ?? "");
  },
  aws_security_group: (group, names) => {
    group.name_prefix = names.name("");
    delete group.name;
  },
  aws_signer_signing_profile: (profile, names) => {
    profile.name_prefix = names.profileName("");
    delete profile.name;
  },
  terraform_data: ({ input }, names) => {
    if (typeof input?.readablePart !== "string") return;
    const prefix = names.name("");
    input.readablePart = `${prefix}${input.readablePart.slice(prefix.length - MAX_READABLE_PART)}`;
  },
  ...Object.fromEntries(
    [
      // Its name is that of its function.
      "aws_cloudwatch_log_group",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_lambda_invocation",
      "aws_s3_bucket_versioning",
      "aws_s3_object",
      "aws_signer_signing_job",
      // A tag is their only name.
      "aws_subnet",
      "aws_vpc",
      "aws_signer_signing_profile_permission",
    ].map((type) => [type, () => undefined]),
  ),
};

/**
 * Gives everything in a synthesized stack the prefix and the tag of a run.
 *
 * @throws Error for a type of resource that it does not know: nothing is created without the prefix
 */
export function renameStack(stack: StackJson, names: RunNames): void {
  for (const [type, resources] of Object.entries(stack.resource ?? {})) {
    const rename = RENAMES[type];
    if (rename === undefined) {
      throw new Error(
        `It is not known how a resource of the type ${type} gets the prefix of a run: add it to RENAMES.`,
      );
    }
    Object.values(resources).forEach((attributes) => rename(attributes, names));
  }
  for (const provider of stack.provider?.aws ?? []) {
    const [{ tags = {}, ...others } = {}] = (provider.default_tags as Attributes[] | undefined) ?? [];
    provider.default_tags = [{ ...others, tags: { ...tags, ...names.tags } }];
  }
}

export function renameStackIn(folder: string, names: RunNames): void {
  const file = join(folder, "cdk.tf.json");
  const stack = JSON.parse(readFileSync(file, "utf8")) as StackJson;
  renameStack(stack, names);
  writeFileSync(file, JSON.stringify(stack, null, 2));
}
