import { TIMEOUT_SECONDS } from "../protocol/constraints";
import type { TextRule } from "../protocol/field-reader";

/** Rules of AWS and of the AWS provider for properties. Rules that the handler needs too are in `protocol`. */

export { ACCOUNT_ID, PROFILE_NAME, REVOCATION_REASON, TIMEOUT_SECONDS } from "../protocol/constraints";
export { NOT_EMPTY } from "../protocol/field-reader";

/** The pattern also accepts old buckets, which can have capital letters, underscores and up to 255 characters. */
export const BUCKET_NAME: TextRule = {
  pattern: /^[A-Za-z0-9._-]{3,255}$/,
  meaning: "the name of a bucket: 3 to 63 letters, digits, periods and hyphens (no ARN, no URL)",
};

/** In bytes of UTF-8. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const OBJECT_KEY_BYTES = { minimum: 1, maximum: 1024 };

export const SOURCE_PREFIX_BYTES = { minimum: 0, maximum: OBJECT_KEY_BYTES.maximum };

/** Leaves room for the characters that AWS Signer adds to a prefix: a job id of 36 characters, and possibly `.zip`. */
export const SIGNED_PREFIX_BYTES = { minimum: 0, maximum: OBJECT_KEY_BYTES.maximum - 40 };

/**
 * Leaves room for the characters after the prefix of an asset: id and slash of the deployment, a SHA-256 in hexadecimal
 * digits, and `.zip`.
 */
export const ASSET_PREFIX_BYTES = { minimum: 0, maximum: OBJECT_KEY_BYTES.maximum - 9 - 68 };

/**
 * `aws_s3_object` changes some keys before it sends them to S3: it cleans them like the path of a URL (measured with
 * 5.100.0). The signing job would not find the object.
 */
export const STORABLE_KEY: TextRule = {
  pattern: /^(?!\/)(?!(?:[^]*\/)?\.{1,2}(?:\/|$))(?![^]*\/\/)[^]*[^/]$/,
  meaning:
    'a key without "/" at its beginning or end, without "//", and without "." or ".." between slashes: ' +
    '"aws_s3_object" stores any other under another key',
};

/** The same rule for the beginning of a key. */
export const ASSET_PREFIX: TextRule = {
  pattern: /^(?!\/)(?!(?:[^]*\/)?\.{1,2}\/)(?![^]*\/\/)/,
  meaning:
    'a prefix without "/" at its beginning, without "//", and without "." or ".." between slashes: ' +
    '"aws_s3_object" stores any other under another key',
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export const MAX_OBJECT_TAGS = 10;

export const ANY_TEXT: TextRule = { pattern: /^/, meaning: "a string" };

/** A JavaScript object does not treat `__proto__` as an ordinary property. */
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

/** AWS Signer answers `InvalidPrincipal` only to principals that do not match (measured by a third party). */
export const PERMISSION_PRINCIPAL: TextRule = {
  pattern: /^(?:[0-9]{12}|arn:[a-z0-9-]+:iam::[0-9]{12}:role\/.+)$/,
  meaning: "an AWS account id of 12 digits or the ARN of an IAM role",
};

export const PROFILE_VERSION_ARN: TextRule = {
  pattern: /^arn:[a-z0-9-]+:signer:[a-z0-9-]+:[0-9]{12}:\/signing-profiles\/[A-Za-z0-9_]{2,64}\/[a-zA-Z0-9]{10}$/,
  meaning: "the ARN of a version of a signing profile (arn:…:signer:REGION:ACCOUNT:/signing-profiles/NAME/VERSION)",
};

export const CERTIFICATE_ARN: TextRule = {
  pattern: /^arn:[a-z0-9-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[A-Za-z0-9-]+$/,
  meaning: "the ARN of a certificate in AWS Certificate Manager",
};

/** A key is identified by its ARN, not by an alias, because IAM evaluates permissions on the key. */
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

/**
 * Also accepts `eusc-de-east-1`.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const REGION: TextRule = { pattern: /^[a-z]{2,}(?:-[a-z]+)+-[0-9]+$/, meaning: "the code of an AWS Region" };

/** AWS Signer's longest period, 135 months, in each unit. The maximum in days is the most that 135 months can have. */
export const SIGNATURE_VALIDITY = {
  DAYS: { minimum: 1, maximum: 4110 },
  MONTHS: { minimum: 1, maximum: 135 },
  YEARS: { minimum: 1, maximum: 11 },
};

/**
 * The provider adds 26 characters to a `name_prefix` or `statement_id_prefix`. It allows a prefix of 38 at most, and of
 * 102 for a policy, whose name can have 128 characters.
 */
export const MAX_NAME_PREFIX = { profile: 38, statementId: 38, role: 38, policy: 102 };

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const MAX_FUNCTION_NAME = 64;

/** Lower bound: the handler reserves 5 seconds for its answer. The rest must suffice to start a job and query it. */
export const FUNCTION_TIMEOUT_SECONDS = { minimum: 15, maximum: TIMEOUT_SECONDS.maximum };

/** In MB. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const MEMORY_SIZE = { minimum: 128, maximum: 10240 };

/** Zero would switch the function off. AWS raises the quota of an account on request, so no lower maximum is known. */
export const RESERVED_CONCURRENCY = { minimum: 1, maximum: 1_000_000 };

/** @see https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html */
export const ARCHITECTURES = ["arm64", "x86_64"];

/** The handler is an ES module for Node.js 20 or later. */
export const RUNTIME: TextRule = {
  pattern: /^nodejs[2-9][0-9]\.x$/,
  meaning: 'a runtime of Node.js 20 or later, such as "nodejs22.x"',
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const LOG_RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_AllowedPublishers.html */
export const MAX_PUBLISHERS = 20;

/**
 * Of code signing configs and layers.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
 */
export const LAMBDA_DESCRIPTION: TextRule = {
  pattern: /^[\s\S]{0,256}$/,
  meaning: "256 characters long at most",
};

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetCodeSigningConfig.html */
export const CODE_SIGNING_CONFIG_ARN: TextRule = {
  pattern: /^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:[0-9]{12}:code-signing-config:csc-[a-z0-9]{17}$/,
  meaning: "the ARN of a Lambda code signing config",
};

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export const MAX_LAYER_NAME = 140;

/** The rule of AWS Lambda, without ARNs. */
export const LAYER_NAME: TextRule = {
  pattern: /^[A-Za-z0-9_-]{1,140}$/,
  meaning: "1 to 140 letters, digits, underscores and hyphens (no ARN)",
};

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export const LICENSE_INFO: TextRule = {
  pattern: /^[\s\S]{0,512}$/,
  meaning: "512 characters long at most",
};

/** New runtimes appear every year, so only the form is checked. */
export const LAMBDA_RUNTIME: TextRule = {
  pattern: /^[a-z][a-z0-9.]*$/,
  meaning: 'the identifier of a runtime, such as "nodejs22.x" or "python3.12"',
};
