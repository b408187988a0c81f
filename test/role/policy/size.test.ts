import { largestResourceSize, UNKNOWN } from "../../../src/role/policy/size";

/** Resources that contain references, and the longest values that AWS allows for them. */
const EXAMPLES: ReadonlyArray<readonly [string, string, string, string]> = [
  ["an object", "s3", `arn:${UNKNOWN}:s3:::${UNKNOWN}/a/b.zip`, `arn:aws-us-gov:s3:::${"b".repeat(63)}/a/b.zip`],
  ["an object's key", "s3", `arn:aws:s3:::b/${UNKNOWN}`, `arn:aws:s3:::b/${"k".repeat(1024)}`],
  ["a part of a key", "s3", `arn:aws:s3:::b/a/${UNKNOWN}/${UNKNOWN}.zip`, `arn:aws:s3:::b/${"k".repeat(1024)}`],
  ["a prefix", "s3", `arn:aws:s3:::b/${UNKNOWN}*`, `arn:aws:s3:::b/${"k".repeat(1024)}*`],
  ["a bucket", "s3", `arn:${UNKNOWN}:s3:::${UNKNOWN}`, `arn:aws-us-gov:s3:::${"b".repeat(63)}`],
  ["the ARN of an object", "s3", UNKNOWN, `arn:aws-us-gov:s3:::${"b".repeat(63)}/${"k".repeat(1024)}`],
  [
    "the ARN of a profile",
    "signer",
    UNKNOWN,
    `arn:aws-us-gov:signer:ap-southeast-1:111111111111:/signing-profiles/${"p".repeat(64)}`,
  ],
  [
    "a profile by its name",
    "signer",
    `arn:${UNKNOWN}:signer:${UNKNOWN}:${UNKNOWN}:/signing-profiles/${UNKNOWN}`,
    `arn:aws-us-gov:signer:ap-southeast-1:111111111111:/signing-profiles/${"p".repeat(64)}`,
  ],
  [
    "signing jobs",
    "signer",
    `arn:${UNKNOWN}:signer:${UNKNOWN}:${UNKNOWN}:/signing-jobs/*`,
    "arn:aws-us-gov:signer:ap-southeast-1:111111111111:/signing-jobs/*",
  ],
  ["a KMS key", "kms", UNKNOWN, `arn:aws-us-gov:kms:ap-southeast-1:111111111111:key/mrk-${"0".repeat(32)}`],
  [
    "the function's log",
    "logs",
    `${UNKNOWN}:log-stream:*`,
    `arn:aws-us-gov:logs:ap-southeast-1:111111111111:log-group:/aws/lambda/${"f".repeat(64)}:log-stream:*`,
  ],
];

describe("the length reserved for an unknown value", () => {
  test.each(EXAMPLES)("is enough for %s", (_, service, text, longest) => {
    expect(largestResourceSize(text, service)).toBeGreaterThanOrEqual(longest.length);
  });

  test.each(EXAMPLES)("is not much more than necessary for %s", (_, service, text, longest) => {
    expect(largestResourceSize(text, service)).toBeLessThan(longest.length + 250);
  });
});

test.each([
  ["arn:aws:s3:::b/k", 16],
  ['arn:aws:s3:::b/"k"', 20],
  ["arn:aws:s3:::b/\\k", 18],
  ["arn:aws:s3:::b/<k>&", 34],
  ["arn:aws:s3:::b/\u2028", 21],
  ["arn:aws:s3:::b/é", 16],
])("%j has %d characters in the JSON that Terraform writes", (text, size) => {
  expect(largestResourceSize(text, "s3")).toBe(size);
});
