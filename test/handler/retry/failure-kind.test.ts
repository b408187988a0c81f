import { AwsRequestError } from "../../../src/handler/ports";
import { failureKind } from "../../../src/handler/retry/failure-kind";

test.each(["User is not authorized to perform s3:GetObjectVersion", "Access Denied", "AccessDenied", "Forbidden"])(
  "a job that is refused at its start with the words of a denial is denied: %s",
  (words) => {
    expect(failureKind(new AwsRequestError("StartSigningJob", "ValidationException", words, 400))).toBe("accessDenied");
    expect(failureKind(new AwsRequestError("RevokeSignature", "ValidationException", words, 400))).toBe("refused");
  },
);

test("a limit of the account is no throttling: it does not pass by itself", () => {
  const error = new AwsRequestError("StartSigningJob", "ServiceLimitExceededException", "Too many", 402);
  expect(failureKind(error)).toBe("refused");
});

test("an answer that cannot be read is one that is missing: what was asked for may well have happened", () => {
  expect(failureKind(new AwsRequestError("StartSigningJob", "SyntaxError", "", 200))).toBe("unavailable");
});

test.each([500, 501, 502, 503, 504, 408])("HTTP %d passes by itself, whoever answered it", (status) => {
  expect(failureKind(new AwsRequestError("DescribeSigningJob", "SyntaxError", "", status))).toBe("unavailable");
});

test.each([
  ["HTTP 429, whoever answered it", "SyntaxError", 429],
  ["a code of AWS's, whatever the status", "SlowDown", 503],
])("too many requests are known by %s", (_, code, status) => {
  expect(failureKind(new AwsRequestError("DescribeSigningJob", code, "", status))).toBe("throttled");
});
