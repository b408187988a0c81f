/**
 * Quotas of IAM, in characters without white space.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const INLINE_POLICIES_SIZE = 10_240;
export const MANAGED_POLICY_SIZE = 6_144;

/** A role can have ten, unless its account has a higher quota. Two are reserved for the user. */
export const MANAGED_POLICIES = 8;

/** Placeholder in a text for a value that is known only when Terraform runs. */
export const UNKNOWN = "\0";

/** The maximum lengths of the fields of an ARN: `arn`, partition, service, Region, account. */
const ARN_FIELD_SIZES = [3, 10, 32, 16, 12];
const BUCKET_NAME_SIZE = 63;
const OBJECT_KEY_SIZE = 1_024;
const RESOURCE_NAME_SIZE = 128;
const ARN_SIZE = 256;

/**
 * The largest possible number of characters of a resource in a policy. An unknown value counts with its maximum length.
 */
export function largestResourceSize(text: string, service: string): number {
  if (!text.includes(UNKNOWN)) return jsonSize(text);
  const fields = text.split(":");
  if (fields[0] !== "arn" || fields.length < 6) {
    return largestSize(text, service === "s3" ? ARN_SIZE + OBJECT_KEY_SIZE : ARN_SIZE);
  }
  const resource = fields.slice(5).join(":");
  const sizes = fields.slice(0, 5).map((field, index) => largestSize(field, ARN_FIELD_SIZES[index]) + ":".length);
  return sum(sizes) + (fields[2] === "s3" ? objectSize(resource) : largestSize(resource, RESOURCE_NAME_SIZE));
}

/** Number of characters of a text in JSON as Terraform writes it, without quotes. */
export function jsonSize(text: string): number {
  const escaped = JSON.stringify(text).length - '""'.length;
  return escaped + (text.match(/[<>&\u2028\u2029]/g) ?? []).length * "u003c".length;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function objectSize(resource: string): number {
  const slash = resource.indexOf("/");
  if (slash === -1) return largestSize(resource, BUCKET_NAME_SIZE);
  const key = resource.slice(slash);
  const keySize = key.includes(UNKNOWN) ? "/".length + OBJECT_KEY_SIZE + "*".length : jsonSize(key);
  return largestSize(resource.slice(0, slash), BUCKET_NAME_SIZE) + keySize;
}

function largestSize(text: string, unknownSize: number): number {
  const known = text.split(UNKNOWN);
  return sum(known.map(jsonSize)) + (known.length - 1) * unknownSize;
}

/** For `sort`: the same order on every machine, regardless of its language. */
export function compare<T extends number | string>(left: T, right: T): number {
  return left < right ? -1 : Number(left > right);
}
