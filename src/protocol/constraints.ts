/**
 * The values that AWS Signer and AWS Lambda accept. Constructs check literals when they are declared, and the handler
 * checks values when they arrive.
 */

/** @see https://docs.aws.amazon.com/signer/latest/api/API_StartSigningJob.html */
export const PROFILE_NAME = {
  pattern: /^[A-Za-z0-9_]{2,64}$/,
  meaning: "2 to 64 letters, digits and underscores",
};

/** @see https://docs.aws.amazon.com/signer/latest/api/API_StartSigningJob.html */
export const ACCOUNT_ID = { pattern: /^[0-9]{12}$/, meaning: "an AWS account id of 12 digits" };

/** @see https://docs.aws.amazon.com/signer/latest/api/API_RevokeSignature.html */
export const REVOCATION_REASON = { pattern: /^[\s\S]{1,500}$/, meaning: "1 to 500 characters" };

/**
 * Upper bound: the longest time that a Lambda function can run.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
export const TIMEOUT_SECONDS = { minimum: 1, maximum: 900 };
