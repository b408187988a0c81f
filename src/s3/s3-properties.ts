import type { SigningDestination, SigningDestinationOptions } from "./signing-destination";
import type { SigningSourceConfig } from "./signing-source-config";
import type { SigningSourceAssetOptions, SigningSourceOptions } from "./signing-source-options";
import { isToken } from "../terraform/tokens";
import {
  ASSET_PREFIX,
  ASSET_PREFIX_BYTES,
  BUCKET_NAME,
  KMS_KEY_ARN,
  NOT_EMPTY,
  OBJECT_KEY_BYTES,
  SIGNED_PREFIX_BYTES,
} from "../validation/aws-rules";
import { refuse } from "../validation/errors";
import { awsProvider, bytes, dependencies, Kind, objectWith, text } from "../validation/kinds";
import { optional, PropsOf, required, struct } from "../validation/props";

type ObjectVersion = Omit<SigningSourceConfig, "kmsKeyArn">;

export const SOURCE: Kind = objectWith("a signing source: one of SigningSource.from…", "_bind");

/** The arguments of `SigningSource.fromBucket`. */
export const OBJECT_VERSION: Kind = struct<ObjectVersion & { options: SigningSourceOptions }>({
  bucketName: required(text(BUCKET_NAME)),
  key: required(bytes(OBJECT_KEY_BYTES)),
  version: required(text(NOT_EMPTY)),
  options: required(struct<SigningSourceOptions>({ kmsKeyArn: optional(text(KMS_KEY_ARN)) }, "source")),
});

export const S3_OBJECT: Kind = objectWith("an S3Object of the AWS provider's bindings", "bucket", "key", "versionId");

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

const ASSET_OPTIONS: PropsOf<SigningSourceAssetOptions> = {
  bucket: required(text(BUCKET_NAME)),
  keyPrefix: optional(KEY_PREFIX),
  kmsKeyArn: optional(text(KMS_KEY_ARN)),
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

/** The arguments of `SigningSource.fromAsset`. */
export const ASSET: PropsOf<{ path: string; options: SigningSourceAssetOptions }> = {
  path: required(LOCAL_PATH),
  options: required(struct(ASSET_OPTIONS, "")),
};
