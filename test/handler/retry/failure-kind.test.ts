import { AwsRequestError } from "../../../src/handler/ports";
import { failureKind } from "../../../src/handler/retry/failure-kind";

test.each(["User is not authorized to perform s3:GetObjectVersion", "Access Denied", "AccessDenied", "Forbidden"])(
  "a start that is refused with the words of a denial is a denial: %s",
  (words) => {
    expect(failureKind(new AwsRequestError("StartSigningJob", "ValidationException", words, 400))).toBe("accessDenied");
    expect(failureKind(new AwsRequestError("RevokeSignature", "ValidationException", words, 400))).toBe("refused");
  },
);

test("a limit of the account is not throttling, because it does not end by itself", () => {
  const error = new AwsRequestError("StartSigningJob", "ServiceLimitExceededException", "Too many", 402);
  expect(failureKind(error)).toBe("refused");
});

test("an unreadable answer counts as a missing one, because the operation may have succeeded", () => {
  expect(failureKind(new AwsRequestError("StartSigningJob", "SyntaxError", "", 200))).toBe("unavailable");
});

test.each([500, 501, 502, 503, 504, 408])("HTTP %d is temporary, regardless of who answered", (status) => {
  expect(failureKind(new AwsRequestError("DescribeSigningJob", "SyntaxError", "", status))).toBe("unavailable");
});

test.each([
  ["HTTP 429, regardless of who answered", "SyntaxError", 429],
  ["a code of AWS's, whatever the status", "SlowDown", 503],
])("throttling is recognized by %s", (_, code, status) => {
  expect(failureKind(new AwsRequestError("DescribeSigningJob", code, "", status))).toBe("throttled");
});
