import type { TextRule } from "../protocol/field-reader";

export { NOT_EMPTY } from "../protocol/field-reader";

/** Also buckets of the early days, with capitals, underscores and up to 255 characters. */
export const BUCKET_NAME: TextRule = {
  pattern: /^[A-Za-z0-9._-]{3,255}$/,
  meaning: "the name of a bucket (no ARN, no URL)",
};

/** In bytes of UTF-8. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const OBJECT_KEY_BYTES = { minimum: 1, maximum: 1024 };

/** Leaves room for what AWS Signer adds to a prefix: a job id of 36 characters, and maybe `.zip`. */
export const KEY_PREFIX_BYTES = { minimum: 0, maximum: OBJECT_KEY_BYTES.maximum - 40 };

export const ANY_TEXT: TextRule = { pattern: /^/, meaning: "a string" };

/** In an object of JavaScript, `__proto__` is no property like others. */
export const TRIGGER_NAME: TextRule = {
  pattern: /^(?!__proto__$)/,
  meaning: 'names other than "__proto__", which JavaScript would drop',
};

/** @see https://docs.aws.amazon.com/signer/latest/api/API_AddProfilePermission.html */
export const PROFILE_VERSION: TextRule = { pattern: /^[a-zA-Z0-9]{10}$/, meaning: "10 letters and digits" };

/** @see https://docs.aws.amazon.com/signer/latest/api/API_AddProfilePermission.html */
export const STATEMENT_ID: TextRule = {
  pattern: /^[A-Za-z0-9_-]{1,64}$/,
  meaning: "1 to 64 letters, digits, underscores and hyphens",
};

/** What AWS Signer answers with `InvalidPrincipal` to is none of these (measured by a third party). */
export const PERMISSION_PRINCIPAL: TextRule = {
  pattern: /^(?:[0-9]{12}|arn:[a-z0-9-]+:iam::[0-9]{12}:role\/.+)$/,
  meaning: "an AWS account id of 12 digits or the ARN of an IAM role",
};

export const CERTIFICATE_ARN: TextRule = {
  pattern: /^arn:[a-z0-9-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[A-Za-z0-9-]+$/,
  meaning: "the ARN of a certificate in AWS Certificate Manager",
};

/** Keys are named by ARN, not by alias: IAM decides on the key. */
export const KMS_KEY_ARN: TextRule = {
  pattern: /^arn:[a-z0-9-]+:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/,
  meaning: "the ARN of an AWS KMS key (not of an alias)",
};

export const ROLE_ARN: TextRule = {
  pattern: /^arn:[a-z0-9-]+:iam::[0-9]{12}:role\/.+$/,
  meaning: "the ARN of an IAM role",
};

export const POLICY_ARN: TextRule = {
  pattern: /^arn:[a-z0-9-]+:iam::(?:[0-9]{12}|aws):policy\/.+$/,
  meaning: "the ARN of an IAM policy",
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_NAME: TextRule = {
  pattern: /^[\w+=,.@-]{1,64}$/,
  meaning: '1 to 64 letters, digits and characters of "+=,.@-_"',
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_PATH: TextRule = {
  pattern: /^\/(?:[\x21-\x7e]{0,510}\/)?$/,
  meaning: 'a path that begins and ends with "/"',
};

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const FUNCTION_NAME: TextRule = {
  pattern: /^[A-Za-z0-9_-]{1,64}$/,
  meaning: "1 to 64 letters, digits, underscores and hyphens (no ARN)",
};

/** Also `eusc-de-east-1`. @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const REGION: TextRule = { pattern: /^[a-z]{2,}(?:-[a-z]+)+-[0-9]+$/, meaning: "the code of an AWS Region" };
