import { TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AssetContent, readAsset } from "./content";
import { stageFile } from "./staging";
import { StoredAsset } from "./stored-asset";
import { nameFromPath } from "../../terraform/name-from-path";
import { ValidationError } from "../../validation/errors";
import { validateProps } from "../../validation/props";
import { ASSET } from "../s3-properties";
import type { SigningSourceBindOptions, SigningSourceConfig } from "../signing-source-config";
import type { SigningSourceAssetOptions } from "../signing-source-options";

/** Declares that a file or folder is stored in a bucket, and tells where it will be. */
export function bindAsset(
  scope: Construct,
  path: string,
  options: SigningSourceAssetOptions,
  bindOptions: SigningSourceBindOptions,
): SigningSourceConfig {
  validateProps(scope, { path, options }, ASSET);
  const { bucket, kmsKeyArn, dependsOn = [] } = options;
  const provider = options.provider ?? bindOptions.provider;
  const { bytes, sha256, extension } = contentOf(scope, path);
  const fileName = `${sha256}${extension}`;
  const keyPrefix = options.keyPrefix ?? defaultKeyPrefix(TerraformStack.of(scope), provider);
  const key = `${keyPrefix}${fileName}`;
  const asset = StoredAsset.of(scope, { bucket, key, kmsKeyArn, provider }, (stack) =>
    stageFile(stack, fileName, bytes),
  );
  asset.addDependencies(dependsOn);
  return { bucketName: bucket, key, version: asset.version, kmsKeyArn };
}

/** A prefix of the stack's own: of two stacks that store the same content, each deletes only what it has stored. */
function defaultKeyPrefix(stack: TerraformStack, provider: TerraformProvider | undefined): string {
  const stackName = nameFromPath(stack, { maxLength: 48, separator: "-" });
  return provider?.alias === undefined ? `unsigned/${stackName}/` : `unsigned/${stackName}/${provider.alias}/`;
}

function contentOf(scope: Construct, path: string): AssetContent {
  try {
    return readAsset(path);
  } catch (error) {
    const reason = (error as Error).message;
    throw new ValidationError(
      scope,
      `"path" must be a folder, or a file to be signed as it is, received ${JSON.stringify(path)}: ${reason}`,
    );
  }
}
