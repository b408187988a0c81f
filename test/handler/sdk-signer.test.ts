import { HttpSigner, json, Respond } from "./fakes/http-signer";
import { errorsOfNodeAreErrors } from "./fakes/one-realm";
import { failureKind } from "../../src/handler/failure-kind";
import { SdkSigner } from "../../src/handler/sdk-signer";
import { SignerError } from "../../src/handler/signer-error";

const START = {
  source: { bucketName: "unsigned", key: "app.zip", version: "v1" },
  destination: { bucketName: "signed", prefix: "app/" },
  profileName: "app_profile",
  profileOwner: null,
  clientRequestToken: "token",
};

errorsOfNodeAreErrors();

let http: HttpSigner;
let signer: SdkSigner;

beforeEach(async () => {
  http = await HttpSigner.start();
  signer = new SdkSigner({
    endpoint: http.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "key", secretAccessKey: "secret" },
  });
});

afterEach(async () => http.stop());

async function describeError(respond: Respond, timeoutMs = 5_000): Promise<SignerError> {
  http.respond = respond;
  const error = await signer.describeSigningJob("job", timeoutMs).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SignerError)) throw new Error(`Not a SignerError: ${String(error)}`);
  return error;
}

test("StartSigningJob carries the request's token and its profile's owner", async () => {
  http.respond = json(200, { jobId: "job", jobOwner: "222222222222" });
  const { value } = await signer.startSigningJob({ ...START, profileOwner: "222222222222" }, 5_000);
  expect(value).toEqual({ jobId: "job", jobOwner: "222222222222" });
  expect(http.received).toMatchObject([
    {
      method: "POST",
      path: "/signing-jobs",
      body: {
        source: { s3: { bucketName: "unsigned", key: "app.zip", version: "v1" } },
        destination: { s3: { bucketName: "signed", prefix: "app/" } },
        profileName: "app_profile",
        profileOwner: "222222222222",
        clientRequestToken: "token",
      },
    },
  ]);
});

test("StartSigningJob leaves out what is not declared", async () => {
  http.respond = json(200, { jobId: "job" });
  await signer.startSigningJob({ ...START, destination: { bucketName: "signed", prefix: "" } }, 5_000);
  expect(http.received[0].body).toEqual({
    source: { s3: START.source },
    destination: { s3: { bucketName: "signed" } },
    profileName: "app_profile",
    clientRequestToken: "token",
  });
});

test("StartSigningJob without a job id in the answer is an error", async () => {
  http.respond = json(200, {});
  await expect(signer.startSigningJob(START, 5_000)).rejects.toMatchObject({ code: "IncompleteAnswer" });
});

test("DescribeSigningJob gives all that AWS Signer reports", async () => {
  http.respond = json(200, {
    jobId: "job",
    source: { s3: { bucketName: "unsigned", key: "app.zip", version: "v1" } },
    platformId: "AWSLambda-SHA384-ECDSA",
    platformDisplayName: "AWS Lambda",
    profileName: "app_profile",
    profileVersion: "AbCdEf1234",
    createdAt: 1767225600,
    completedAt: 1767225602.5,
    signatureExpiresAt: 2122156800,
    requestedBy: "arn:aws:sts::111111111111:assumed-role/role/function",
    status: "Succeeded",
    statusReason: "Signing Succeeded",
    revocationRecord: { reason: "leaked", revokedAt: 1767225700, revokedBy: "arn:aws:iam::111111111111:user/eve" },
    signedObject: { s3: { bucketName: "signed", key: "app/job.zip" } },
    jobOwner: "222222222222",
    jobInvoker: "111111111111",
    addedByAwsOneDay: true,
  });
  const { value } = await signer.describeSigningJob("job", 5_000);
  expect(http.received).toMatchObject([{ method: "GET", path: "/signing-jobs/job" }]);
  expect(value).toEqual({
    jobId: "job",
    jobOwner: "222222222222",
    jobInvoker: "111111111111",
    status: "Succeeded",
    statusReason: "Signing Succeeded",
    platformId: "AWSLambda-SHA384-ECDSA",
    platformDisplayName: "AWS Lambda",
    profileName: "app_profile",
    profileVersion: "AbCdEf1234",
    requestedBy: "arn:aws:sts::111111111111:assumed-role/role/function",
    createdAt: new Date("2026-01-01T00:00:00Z"),
    completedAt: new Date("2026-01-01T00:00:02.500Z"),
    signatureExpiresAt: new Date("2037-04-01T00:00:00Z"),
    source: { bucketName: "unsigned", key: "app.zip", version: "v1" },
    signedObject: { bucketName: "signed", key: "app/job.zip" },
    revocation: {
      reason: "leaked",
      revokedAt: new Date("2026-01-01T00:01:40Z"),
      revokedBy: "arn:aws:iam::111111111111:user/eve",
    },
  });
});

test("DescribeSigningJob gives null for all that AWS Signer does not report", async () => {
  http.respond = json(200, { status: "InProgress" });
  const { value } = await signer.describeSigningJob("job", 5_000);
  const { jobId, status, ...others } = value;
  expect({ jobId, status }).toEqual({ jobId: "job", status: "InProgress" });
  expect(new Set(Object.values(others))).toEqual(new Set([null]));
});

test("RevokeSignature carries the reason, and the job's owner if there is one", async () => {
  http.respond = (response) => response.writeHead(200).end();
  await signer.revokeSignature({ jobId: "job", jobOwner: "222222222222", reason: "leaked" }, 5_000);
  await signer.revokeSignature({ jobId: "job", jobOwner: null, reason: "leaked" }, 5_000);
  expect(http.received).toMatchObject([
    { method: "PUT", path: "/signing-jobs/job/revoke", body: { reason: "leaked", jobOwner: "222222222222" } },
    { method: "PUT", path: "/signing-jobs/job/revoke", body: { reason: "leaked" } },
  ]);
});

test("an answer comes with AWS Signer's own time, each with its own", async () => {
  for (const time of ["Wed, 01 Jan 2020 00:00:00 GMT", "Thu, 01 Jan 2054 00:00:01 GMT"]) {
    http.respond = json(200, { jobId: "job", status: "Succeeded" }, { date: time });
    expect((await signer.describeSigningJob("job", 5_000)).serverTime).toEqual(new Date(time));
    expect((await signer.startSigningJob(START, 5_000)).serverTime).toEqual(new Date(time));
  }
});

test.each([
  [
    "no time",
    (response) => {
      response.sendDate = false;
      response.writeHead(200).end("{}");
    },
  ],
  ["a time that is none", json(200, {}, { date: "soon" })],
] as [string, Respond][])("an answer with %s is still an answer", async (_, respond) => {
  http.respond = respond;
  expect((await signer.describeSigningJob("job", 5_000)).serverTime).toBeNull();
});

test.each([
  ["ThrottlingException", 429, "unavailable"],
  ["TooManyRequestsException", 429, "unavailable"],
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

test("every request is sent once: retries are the function's own", async () => {
  await describeError(json(500, {}, { "x-amzn-errortype": "InternalServiceErrorException" }));
  expect(http.received).toHaveLength(1);
});

// @see https://github.com/aws/aws-signer-notation-plugin/issues/215
test("the Message of the IAM layer, with a capital M, is told", async () => {
  const Message = "User: arn:aws:sts::1:assumed-role/r/f is not authorized to perform: signer:DescribeSigningJob";
  const error = await describeError(json(403, { Message }, { "x-amzn-errortype": "AccessDeniedException" }));
  expect(error.message).toBe(Message);
});

test("AWS Signer's detail stands in for a message that is missing", async () => {
  const error = await describeError(json(400, { code: "Detail" }, { "x-amzn-errortype": "ValidationException" }));
  expect(error.quote).toBe("ValidationException: Detail");
});

test("an error without a message has an empty one", async () => {
  const error = await describeError(json(403, {}, { "x-amzn-errortype": "AccessDeniedException" }));
  expect(error.quote).toBe("AccessDeniedException");
});

test("an answer that is not of AWS Signer is judged by its HTTP status", async () => {
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
  http.respond = json(200, { status: "Succeeded" });
  await expect(signer.describeSigningJob("job", 4_999.123456)).resolves.toMatchObject({
    value: { status: "Succeeded" },
  });
  expect((await describeError(() => undefined, 123.456)).message).toBe("no complete answer within 0.1 s");
});

test("a defect is not passed off as an answer of AWS Signer", async () => {
  signer = new SdkSigner({
    endpoint: http.url,
    region: "eu-central-1",
    credentials: async () => {
      throw new TypeError("x is not a function");
    },
  });
  await expect(signer.describeSigningJob("job", 5_000)).rejects.toThrow(new TypeError("x is not a function"));
});

test("a server that is not there is a failure to be retried", async () => {
  await http.stop();
  const error = await describeError(() => undefined);
  expect(error.code).toBe("ECONNREFUSED");
  expect(failureKind(error)).toBe("unavailable");
});

test("a name that does not resolve is a failure to be retried", async () => {
  signer = new SdkSigner({
    endpoint: "http://signer.invalid",
    region: "eu-central-1",
    credentials: { accessKeyId: "key", secretAccessKey: "secret" },
  });
  expect(failureKind(await describeError(() => undefined))).toBe("unavailable");
});

test("missing credentials are told as such, and not retried", async () => {
  signer = new SdkSigner({
    endpoint: http.url,
    region: "eu-central-1",
    credentials: async () => {
      throw Object.assign(new Error("not set"), { name: "CredentialsProviderError" });
    },
  });
  expect(failureKind(await describeError(json(200, {})))).toBe("badCredentials");
});

test("a function whose clock is wrong by 10 minutes is believed after AWS has told the time", async () => {
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
    http.respond = json(200, { status: "InProgress" }, { date: time });
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
