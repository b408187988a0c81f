import { SdkSigner } from "../../../src/handler/aws/sdk-signer";
import { AwsRequestError, FOREIGN_ANSWER } from "../../../src/handler/ports";
import { failureKind } from "../../../src/handler/retry/failure-kind";
import { HttpSigner, json, Respond } from "../fakes/http-signer";
import { errorsOfNodeAreErrors } from "../fakes/one-realm";

errorsOfNodeAreErrors();

const START = {
  source: { bucketName: "unsigned", key: "app.zip", version: "v1" },
  destination: { bucketName: "signed", prefix: "app/" },
  profileName: "app_profile",
  profileOwner: null,
  clientRequestToken: "token",
};

let http: HttpSigner;
let signer: SdkSigner;

beforeEach(async () => {
  http = await HttpSigner.start();
  signer = new SdkSigner(http.clientConfig);
});

afterEach(async () => http.stop());

async function describeError(respond: Respond, timeoutMs = 5_000): Promise<AwsRequestError> {
  http.respond = respond;
  const error = await signer.describeSigningJob("job", timeoutMs).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AwsRequestError)) throw new Error(`Not a AwsRequestError: ${String(error)}`);
  return error;
}

test.each([
  ["ThrottlingException", 429, "throttled"],
  ["TooManyRequestsException", 429, "throttled"],
  ["InternalServiceErrorException", 500, "unavailable"],
  ["AccessDeniedException", 403, "accessDenied"],
  ["ResourceNotFoundException", 404, "notFound"],
  ["ValidationException", 400, "refused"],
  ["InvalidSignatureException", 403, "badSignature"],
  ["ExpiredTokenException", 403, "badCredentials"],
  ["UnrecognizedClientException", 403, "badCredentials"],
  ["NobodyKnowsThisException", 400, "refused"],
  ["NobodyKnowsThisException", 403, "accessDenied"],
])("%s with HTTP %d is an error with its name, message and status, and is %s", async (name, status, kind) => {
  const body = { message: "In words", code: "Detail" };
  const error = await describeError(json(status, body, { "x-amzn-errortype": `${name}:http://internal.amazon.com/` }));
  expect(error).toMatchObject({ operation: "DescribeSigningJob", code: name, message: "In words", httpStatus: status });
  expect(failureKind(error)).toBe(kind);
});

test("every request is sent once: only the function retries", async () => {
  await describeError(json(500, {}, { "x-amzn-errortype": "InternalServiceErrorException" }));
  expect(http.received).toHaveLength(1);
});

// @see https://github.com/aws/aws-signer-notation-plugin/issues/215
test("the Message of the IAM layer, with a capital M, is reported", async () => {
  const Message = "User: arn:aws:sts::1:assumed-role/r/f is not authorized to perform: signer:DescribeSigningJob";
  const error = await describeError(json(403, { Message }, { "x-amzn-errortype": "AccessDeniedException" }));
  expect(error.message).toBe(Message);
});

test("AWS Signer's detail replaces a missing message", async () => {
  const error = await describeError(json(400, { code: "Detail" }, { "x-amzn-errortype": "ValidationException" }));
  expect(error.quote).toBe("ValidationException: Detail");
});

test("an error without a message has an empty one", async () => {
  const error = await describeError(json(403, {}, { "x-amzn-errortype": "AccessDeniedException" }));
  expect(error.quote).toBe("AccessDeniedException");
});

describe.each([
  ["DescribeSigningJob", async () => signer.describeSigningJob("job", 5_000)],
  ["StartSigningJob", async () => signer.startSigningJob(START, 5_000)],
  ["RevokeSignature", async () => signer.revokeSignature({ jobId: "job", jobOwner: null, reason: "r" }, 5_000)],
] as [string, () => Promise<unknown>][])("%s", (operation, request) => {
  const HTML = { "content-type": "text/html" };
  const page = (status: number, headers: Record<string, string> = HTML): Respond => {
    return (response) => response.writeHead(status, headers).end("<html>404 Not Found</html>");
  };

  test.each<[string, Respond, string]>([
    ["the page of a proxy with HTTP 404", page(404), "<html>404 Not Found</html>"],
    ["the page of a proxy with HTTP 403", page(403), "<html>404 Not Found</html>"],
    ["a page that claims nothing about its type", page(404, {}), "Unexpected token '<'"],
    ["HTTP 404 without a body", (response) => response.writeHead(404).end(), ""],
    ["JSON without the code of an error", json(404, { message: "no route" }), "no route"],
  ])("that is answered by %s has not reached AWS, and quotes it", async (_, respond, quote) => {
    http.respond = respond;
    const error = await request().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ operation, code: FOREIGN_ANSWER, message: expect.stringContaining(quote) });
    expect(failureKind(error as AwsRequestError)).toBe("foreign");
  });

  test("that a page answers with success is not accepted, but retried", async () => {
    http.respond = page(200);
    const error = await request().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ operation, code: FOREIGN_ANSWER, httpStatus: 200 });
    expect(failureKind(error as AwsRequestError)).toBe("unavailable");
  });

  test.each([
    ["in the header", {}, { "x-amzn-errortype": "ResourceNotFoundException" }],
    ["in the body", { __type: "ResourceNotFoundException" }, {}],
  ])("is not found only if AWS Signer says so %s", async (_, body, headers) => {
    http.respond = json(404, { ...body, message: "gone" }, headers as Record<string, string>);
    const error = await request().catch((thrown: unknown) => thrown);
    expect(failureKind(error as AwsRequestError)).toBe("notFound");
  });
});

test("an answer that does not come from AWS Signer is classified by its HTTP status", async () => {
  const error = await describeError((response) => response.writeHead(502).end("<html>Bad gateway</html>"));
  expect(error.httpStatus).toBe(502);
  expect(error.message).not.toMatch(/\n|hidden field/);
  expect(failureKind(error)).toBe("unavailable");
});

test.each<[string, Respond]>([
  ["is reset", (response) => response.socket?.resetAndDestroy()],
  ["is closed without an answer", (response) => response.socket?.destroy()],
  [
    "breaks in the middle of the answer",
    (response) => {
      response.writeHead(200, { "content-length": "100" }).write('{"status":');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    },
  ],
  ["is silent", () => undefined],
  [
    "goes silent in the middle of the answer",
    (response) => {
      response.writeHead(200, { "content-length": "100" }).write('{"status":');
    },
  ],
])("a connection that %s is a failure to be retried", async (_, respond) => {
  expect(failureKind(await describeError(respond, 300))).toBe("unavailable");
});

test("the time for a request may be any fraction of a millisecond", async () => {
  http.respond = json(200, { jobId: "job", status: "Succeeded" });
  await expect(signer.describeSigningJob("job", 4_999.123456)).resolves.toMatchObject({
    value: { status: "Succeeded" },
  });
  expect((await describeError(() => undefined, 123.456)).message).toBe("no complete answer within 0.1 s");
});

test("a defect is not reported as an answer of AWS Signer", async () => {
  signer = new SdkSigner({
    ...http.clientConfig,
    credentials: async () => {
      throw new TypeError("x is not a function");
    },
  });
  await expect(signer.describeSigningJob("job", 5_000)).rejects.toThrow(new TypeError("x is not a function"));
});

test("an unreachable server is retried", async () => {
  await http.stop();
  const error = await describeError(() => undefined);
  expect(error.code).toBe("ECONNREFUSED");
  expect(failureKind(error)).toBe("unavailable");
});

test("a name that does not resolve is retried", async () => {
  signer = new SdkSigner({ ...http.clientConfig, endpoint: "http://signer.invalid" });
  expect(failureKind(await describeError(() => undefined))).toBe("unavailable");
});

test("missing credentials are reported, and not retried", async () => {
  signer = new SdkSigner({
    ...http.clientConfig,
    credentials: async () => {
      throw Object.assign(new Error("not set"), { name: "CredentialsProviderError" });
    },
  });
  expect(failureKind(await describeError(json(200, {})))).toBe("badCredentials");
});

test("the message omits the signed request that AWS repeats, because it contains the session token", async () => {
  const echo =
    "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request " +
    "should have been\n'GET\n/signing-jobs/job\n\nx-amz-security-token:the-token\n'\n\nThe String-to-Sign should have been …";
  const error = await describeError(json(403, { message: echo }, { "x-amzn-errortype": "InvalidSignatureException" }));
  expect(error.message).toBe("The request signature we calculated does not match the signature you provided.");
});

test("a function whose clock is wrong by 10 minutes succeeds after AWS has reported the time", async () => {
  const now = Date.now();
  const clock = jest.spyOn(Date, "now").mockImplementation(() => now + 600_000);
  try {
    const signedAt = () => http.received.at(-1)?.headers["x-amz-date"] as string;
    const time = new Date(now).toUTCString();
    const refused = json(
      403,
      { message: "Signature expired" },
      { "x-amzn-errortype": "InvalidSignatureException", date: time },
    );
    expect(failureKind(await describeError(refused))).toBe("badSignature");
    const first = signedAt();
    http.respond = json(200, { jobId: "job", status: "InProgress" }, { date: time });
    await signer.describeSigningJob("job", 5_000);
    const minutesBetween = minutes(first) - minutes(signedAt());
    expect(minutesBetween).toBeGreaterThan(8);
  } finally {
    clock.mockRestore();
  }
});

/** `20260101T001000Z` in minutes. */
function minutes(amzDate: string): number {
  return Date.parse(amzDate.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5")) / 60_000;
}
