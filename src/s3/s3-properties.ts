import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { IConstruct } from "constructs";
import { FolderOptions, IgnoreMode, SymlinkFollowMode } from "./folder-options";
import type { SigningDestination, SigningDestinationOptions } from "./signing-destination";
import type { SigningSourceConfig } from "./signing-source-config";
import type { SigningSourceAssetOptions, SigningSourceOptions } from "./signing-source-options";
import { isToken } from "../terraform/tokens";
import {
  ANY_TEXT,
  ASSET_PREFIX,
  ASSET_PREFIX_BYTES,
  BUCKET_NAME,
  KMS_KEY_ARN,
  MAX_OBJECT_TAGS,
  NOT_EMPTY,
  OBJECT_KEY_BYTES,
  SIGNED_PREFIX_BYTES,
  STORABLE_KEY,
} from "../validation/aws-rules";
import { refuse, ValidationError } from "../validation/errors";
import {
  awsProvider,
  bytes,
  dependencies,
  Kind,
  knownAtSynthesis,
  listOf,
  mapOf,
  objectWith,
  oneOf,
  text,
} from "../validation/kinds";
import { optional, PropsOf, required, struct } from "../validation/props";

type ObjectVersion = Omit<SigningSourceConfig, "kmsKeyArn" | "keyPrefixToAllow">;

export const SOURCE: Kind = objectWith("a signing source: one of SigningSource.from…", "_bind");

/** The arguments of `SigningSource.fromBucket`. */
export const OBJECT_VERSION: Kind = struct<ObjectVersion & { options: SigningSourceOptions }>({
  bucketName: required(text(BUCKET_NAME)),
  key: required(bytes(OBJECT_KEY_BYTES)),
  version: required(text(NOT_EMPTY)),
  options: required(struct<SigningSourceOptions>({ kmsKeyArn: optional(text(KMS_KEY_ARN)) }, "source")),
});

const ANY_S3_OBJECT = objectWith("an S3Object of the AWS provider's bindings", "bucket", "key", "versionId");

/** The argument of `SigningSource.fromObject`. */
export const S3_OBJECT: Kind = (scope, property, value) => {
  ANY_S3_OBJECT(scope, property, value);
  refuseItems(scope, property, value as S3Object);
  STORED_KEY(scope, "source.key", (value as { readonly keyInput?: string }).keyInput);
};

function refuseItems(scope: IConstruct, property: string, object: S3Object): void {
  if (object.forEach === undefined) return;
  throw new ValidationError(
    scope,
    `"${property}" must be one object, received "${object.node.path}", which has an object for each item of "forEach". Sign all of them ` +
      'with the iterator TerraformIterator.fromResources(…): pass it as "forEach", and its values to SigningSource.fromBucket, such as ' +
      'getString("key") and getString("version_id")',
  );
}

/** A key as configured, unless it is an expression, which may contain such slashes. */
const STORED_KEY: Kind = (scope, property, value) => {
  if (typeof value !== "string" || value === "" || isToken(value) || value.includes("${")) return;
  if (!STORABLE_KEY.pattern.test(value)) refuse(scope, property, STORABLE_KEY.meaning, value);
};

type Location = Pick<SigningDestination, "bucketName" | "prefix">;

const ANY_DESTINATION = objectWith("a signing destination: SigningDestination.toBucket(…)", "bucketName", "prefix");

/** The arguments of `SigningDestination.toBucket`. */
const LOCATION: Kind = struct<Location & { options: SigningDestinationOptions }>({
  bucketName: required(text(BUCKET_NAME)),
  prefix: required(bytes(SIGNED_PREFIX_BYTES)),
  options: required(struct<SigningDestinationOptions>({ kmsKeyArn: optional(text(KMS_KEY_ARN)) }, "destination")),
});

export const DESTINATION: Kind = (scope, property, value) => {
  ANY_DESTINATION(scope, property, value);
  const { bucketName, prefix, kmsKeyArn, _options: options = { kmsKeyArn } } = value as SigningDestination;
  LOCATION(scope, property, { bucketName, prefix, options });
};

export const LOCAL_PATH: Kind = (scope, property, value) => {
  if (typeof value === "string" && value !== "" && !isToken(value)) return;
  refuse(scope, property, "a path on this machine that is known when the stack is synthesized", value);
};

export const KEY_PREFIX: Kind = (scope, property, value) => {
  bytes(ASSET_PREFIX_BYTES)(scope, property, value);
  text(ASSET_PREFIX)(scope, property, value);
};

const WHEN_ARCHIVED = "folders are archived then";

export const FOLDER_OPTIONS: PropsOf<FolderOptions> = {
  exclude: optional(knownAtSynthesis(listOf(knownAtSynthesis(text(NOT_EMPTY), WHEN_ARCHIVED)), WHEN_ARCHIVED)),
  ignoreMode: optional(knownAtSynthesis(oneOf(Object.values(IgnoreMode)), WHEN_ARCHIVED)),
  followSymlinks: optional(knownAtSynthesis(oneOf(Object.values(SymlinkFollowMode)), WHEN_ARCHIVED)),
};

export const OBJECT_TAGS: Kind = (scope, property, value) => {
  mapOf(text(ANY_TEXT), text(ANY_TEXT))(scope, property, value);
  if (isToken(value) || Object.keys(value as object).length <= MAX_OBJECT_TAGS) return;
  refuse(scope, property, `${MAX_OBJECT_TAGS} tags at most, which is what an object can have`, value);
};

const ASSET_OPTIONS: PropsOf<SigningSourceAssetOptions> = {
  bucket: required(text(BUCKET_NAME)),
  keyPrefix: optional(KEY_PREFIX),
  kmsKeyArn: optional(text(KMS_KEY_ARN)),
  tags: optional(OBJECT_TAGS),
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
  ...FOLDER_OPTIONS,
};

/** The arguments of `SigningSource.fromAsset`. */
export const ASSET: PropsOf<{ path: string; options: SigningSourceAssetOptions }> = {
  path: required(LOCAL_PATH),
  options: required(struct(ASSET_OPTIONS, "")),
};
