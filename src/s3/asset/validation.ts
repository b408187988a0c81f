import type { Construct } from "constructs";
import { isToken } from "../../terraform/tokens";
import { refuse } from "../../validation/errors";
import { PropertyValidator } from "../../validation/property-validator";
import { BUCKET_NAME, KMS_KEY_ARN, OBJECT_KEY_BYTES } from "../../validation/text-rules";
import type { SigningSourceAssetOptions } from "../signing-source-options";

/** Leaves room for a SHA-256 in hexadecimal digits and `.zip`. */
const KEY_PREFIX_BYTES = { minimum: 0, maximum: OBJECT_KEY_BYTES.maximum - 68 };

/** `aws_s3_object` drops such slashes on the way to S3, and the signing job would not find the object (measured with 5.100.0). */
const KEY_PREFIX = {
  pattern: /^(?!\/)(?![\s\S]*\/\/)/,
  meaning: 'a prefix that does not begin with "/" and has no "//" in it',
};

export function validateAsset(scope: Construct, path: string, options: SigningSourceAssetOptions): void {
  const validator = new PropertyValidator(scope);
  if (path === "" || isToken(path)) {
    refuse(scope, "path", "a path on this machine that is known when the stack is synthesized", path);
  }
  validator.requiredText("bucket", options.bucket, BUCKET_NAME);
  validator.bytes("keyPrefix", options.keyPrefix ?? "", KEY_PREFIX_BYTES);
  validator.text("keyPrefix", options.keyPrefix, KEY_PREFIX);
  validator.text("kmsKeyArn", options.kmsKeyArn, KMS_KEY_ARN);
}
