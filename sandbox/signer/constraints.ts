/** The form of a text. Lengths count UTF-16 code units. */
export interface TextConstraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

// Taken from the service model of 2017-08-25. @see https://docs.aws.amazon.com/signer/latest/api/API_Operations.html

/** The model anchors the pattern only at the start. The service refuses every hyphen (measured by a third party). */
export const PROFILE_NAME: TextConstraint = { min: 2, max: 64, pattern: /^[a-zA-Z0-9_]{2,}$/ };
export const PROFILE_VERSION: TextConstraint = { min: 10, max: 10, pattern: /^[a-zA-Z0-9]{10}$/ };
export const ACCOUNT_ID: TextConstraint = { min: 12, max: 12, pattern: /^[0-9]{12}$/ };
export const ARN: TextConstraint = { min: 20, max: 2048 };
export const REVOCATION_REASON: TextConstraint = { min: 1, max: 500 };
export const VALIDITY_TYPE: TextConstraint = { oneOf: ["DAYS", "MONTHS", "YEARS"] };
export const IMAGE_FORMAT: TextConstraint = { oneOf: ["JSON", "JSONEmbedded", "JSONDetached"] };
export const ENCRYPTION_ALGORITHM: TextConstraint = { oneOf: ["RSA", "ECDSA"] };
export const HASH_ALGORITHM: TextConstraint = { oneOf: ["SHA1", "SHA256"] };
export const SIGNING_STATUS: TextConstraint = { oneOf: ["InProgress", "Failed", "Succeeded"] };
export const PROFILE_STATUS: TextConstraint = { oneOf: ["Active", "Canceled", "Revoked"] };
export const MAX_RESULTS = { min: 1, max: 25 };

/** `+-=` in the pattern is a range, as in the model, so that digits pass. */
export const TAG_KEY: TextConstraint = { min: 1, max: 128, pattern: /^(?!aws:)[a-zA-Z+-=._:/]+$/ };
export const TAG_VALUE: TextConstraint = { max: 256 };
export const TAG_COUNT = { min: 1, max: 200 };

/** The model has no limit, but an empty value identifies nothing. */
export const NOT_EMPTY: TextConstraint = { min: 1 };
