import { SdkSigner } from "../../../src/handler/aws/sdk-signer";
import { HttpSigner, json, Respond } from "../fakes/http-signer";

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

test("StartSigningJob sends the request's token and the profile's owner", async () => {
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

test("StartSigningJob omits undeclared options", async () => {
  http.respond = json(200, { jobId: "job" });
  await signer.startSigningJob({ ...START, destination: { bucketName: "signed", prefix: "" } }, 5_000);
  expect(http.received[0].body).toEqual({
    source: { s3: START.source },
    destination: { s3: { bucketName: "signed" } },
    profileName: "app_profile",
    clientRequestToken: "token",
  });
});

test("an answer of StartSigningJob without a job id is an error", async () => {
  http.respond = json(200, {});
  await expect(signer.startSigningJob(START, 5_000)).rejects.toMatchObject({ code: "IncompleteAnswer" });
});

test("DescribeSigningJob returns everything AWS Signer reports", async () => {
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

test("DescribeSigningJob returns null for values that AWS Signer does not report", async () => {
  http.respond = json(200, { jobId: "job", status: "InProgress" });
  const { value } = await signer.describeSigningJob("job", 5_000);
  const { jobId, status, ...others } = value;
  expect({ jobId, status }).toEqual({ jobId: "job", status: "InProgress" });
  expect(new Set(Object.values(others))).toEqual(new Set([null]));
});

test.each([
  ["of another job", { jobId: "another", status: "InProgress" }],
  ["without a status", { jobId: "job" }],
  ["of something else", { status: "ok" }],
])("DescribeSigningJob with an answer %s is an error: it does not show a revocation", async (_, body) => {
  http.respond = json(200, body);
  await expect(signer.describeSigningJob("job", 5_000)).rejects.toMatchObject({ code: "IncompleteAnswer" });
});

test("RevokeSignature sends the reason, and the job's owner if there is one", async () => {
  http.respond = (response) => response.writeHead(200).end();
  await signer.revokeSignature({ jobId: "job", jobOwner: "222222222222", reason: "leaked" }, 5_000);
  await signer.revokeSignature({ jobId: "job", jobOwner: null, reason: "leaked" }, 5_000);
  expect(http.received).toMatchObject([
    { method: "PUT", path: "/signing-jobs/job/revoke", body: { reason: "leaked", jobOwner: "222222222222" } },
    { method: "PUT", path: "/signing-jobs/job/revoke", body: { reason: "leaked" } },
  ]);
});

test("every answer contains AWS Signer's time", async () => {
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
      response.writeHead(200).end(JSON.stringify({ jobId: "job", status: "InProgress" }));
    },
  ],
  ["a time that is none", json(200, { jobId: "job", status: "InProgress" }, { date: "soon" })],
] as [string, Respond][])("an answer with %s is still an answer", async (_, respond) => {
  http.respond = respond;
  expect((await signer.describeSigningJob("job", 5_000)).serverTime).toBeNull();
});
