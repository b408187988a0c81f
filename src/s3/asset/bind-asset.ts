import { Annotations, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AssetContent } from "./content";
import { requireLambdaPackage } from "./lambda-package";
import { noteOfTime, warningOfFiles, warningOfLinks } from "./messages";
import { STAGING_FOLDER, stagingFolder } from "./staging";
import { StoredAsset } from "./stored-asset";
import { ValidationError } from "../../validation/errors";
import { validateProps } from "../../validation/props";
import { ASSET } from "../s3-properties";
import type { SigningSourceBindOptions, SigningSourceConfig } from "../signing-source-config";
import type { SigningSourceAssetOptions } from "../signing-source-options";

const DEFAULT_KEY_PREFIX = "unsigned/";

/** Declares that a file or folder is stored in a bucket, and returns its location. */
export function bindAsset(
  scope: Construct,
  path: string,
  options: SigningSourceAssetOptions,
  bindOptions: SigningSourceBindOptions,
): SigningSourceConfig {
  validateProps(scope, { path, options }, ASSET);
  if (options.ignoreMode !== undefined && options.exclude === undefined) {
    throw new ValidationError(
      scope,
      '"ignoreMode" has no effect without "exclude": add "exclude", or omit "ignoreMode"',
    );
  }
  const { bucket, keyPrefix = DEFAULT_KEY_PREFIX, kmsKeyArn, tags, dependsOn = [] } = options;
  const provider = options.provider ?? bindOptions.provider;
  const fileName = stage(scope, path, options, bindOptions);
  const location = { bucket, keyPrefix, fileName, kmsKeyArn, tags, provider };
  const asset = StoredAsset.of(scope, location, `${STAGING_FOLDER}/${fileName}`);
  asset.addDependencies(dependsOn);
  const { key, version, folderPrefix } = asset;
  return { bucketName: bucket, key, version, kmsKeyArn, keyPrefixToAllow: folderPrefix };
}

/** @returns name of the file in the folder that Terraform reads */
function stage(
  scope: Construct,
  path: string,
  { exclude, ignoreMode, followSymlinks }: SigningSourceAssetOptions,
  { isForLambda }: SigningSourceBindOptions,
): string {
  try {
    const content = AssetContent.of(scope, path, { exclude, ignoreMode, followSymlinks });
    if (isForLambda) requireLambdaPackage(content);
    const fileName = content.writeTo(stagingFolder(TerraformStack.of(scope)));
    annotate(scope, path, content);
    return fileName;
  } catch (error) {
    const reason = (error as Error).message;
    throw new ValidationError(
      scope,
      `"path" must be a folder, or a file to be signed as it is, received ${JSON.stringify(path)}: ${reason}`,
    );
  }
}

function annotate(scope: Construct, path: string, { entries = [], seconds }: AssetContent): void {
  const annotations = Annotations.of(scope);
  for (const warning of [warningOfFiles(path, entries), warningOfLinks(path, entries)]) {
    if (warning !== undefined) annotations.addWarning(warning);
  }
  const note = noteOfTime(path, seconds);
  if (note !== undefined) annotations.addInfo(note);
}
