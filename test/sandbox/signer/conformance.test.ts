import * as sdk from "@aws-sdk/client-signer";
import { memberNames, Operation, OPERATIONS, problemsOf, requiredBodyMembers } from "./sdk-schema";
import {
  CERTIFICATE,
  errorOf,
  IOT,
  jobArn,
  LAMBDA,
  NOTATION,
  OTHER,
  profileArn,
  putProfile,
  RecordedResponse,
  REGION,
  SignerService,
  startJob,
} from "./signer-service";

let service: SignerService;
let client: sdk.SignerClient;

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
});
afterEach(async () => service.close());

/** One call of each operation, with every optional member that a response can have. */
async function useEverything(): Promise<readonly RecordedResponse[]> {
  const send = client.send.bind(client) as (command: object) => Promise<{ revisionId?: string }>;
  const profileVersion = await putProfile(client, "app");
  await send(
    new sdk.PutSigningProfileCommand({
      profileName: "device",
      platformId: IOT,
      signingMaterial: {
        certificateArn: CERTIFICATE,
      },
      signingParameters: { a: "b" },
      overrides: { signingImageFormat: "JSONDetached", signingConfiguration: { hashAlgorithm: "SHA256" } },
      tags: { a: "b" },
    }),
  );
  const permission = { profileName: "app", statementId: "s", action: "signer:StartSigningJob", principal: OTHER };
  const { revisionId } = await send(new sdk.AddProfilePermissionCommand({ ...permission, profileVersion }));
  await send(new sdk.ListProfilePermissionsCommand({ profileName: "app" }));
  await send(new sdk.RemoveProfilePermissionCommand({ profileName: "app", statementId: "s", revisionId }));

  const jobId = await startJob(client, "app");
  await send(new sdk.DescribeSigningJobCommand({ jobId }));
  const imageJobId = await startJob(client, "device");
  service.clock.advance(5);
  await send(new sdk.DescribeSigningJobCommand({ jobId: imageJobId }));
  await send(new sdk.RevokeSignatureCommand({ jobId, reason: "leak" }));
  await send(new sdk.DescribeSigningJobCommand({ jobId }));
  await send(new sdk.ListSigningJobsCommand({ maxResults: 1 }));

  await send(new sdk.PutSigningProfileCommand({ profileName: "images", platformId: NOTATION }));
  const payload = { payload: Buffer.from("{}"), payloadFormat: "application/vnd.cncf.notary.payload.v1+json" };
  await send(new sdk.SignPayloadCommand({ profileName: "images", ...payload }));

  await send(new sdk.GetSigningPlatformCommand({ platformId: LAMBDA }));
  await send(new sdk.ListSigningPlatformsCommand({ maxResults: 4 }));
  await send(new sdk.ListSigningProfilesCommand({ maxResults: 1 }));
  const resourceArn = profileArn("app");
  await send(new sdk.TagResourceCommand({ resourceArn, tags: { a: "b" } }));
  await send(new sdk.ListTagsForResourceCommand({ resourceArn }));
  await send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
  const effectiveTime = service.clock.now();
  await send(
    new sdk.RevokeSigningProfileCommand({ profileName: "app", profileVersion, reason: "leak", effectiveTime }),
  );
  await send(new sdk.GetSigningProfileCommand({ profileName: "app" }));
  await send(new sdk.GetSigningProfileCommand({ profileName: "device" }));
  await send(new sdk.CancelSigningProfileCommand({ profileName: "device" }));
  await send(
    new sdk.GetRevocationStatusCommand({
      platformId: NOTATION,
      profileVersionArn: `${resourceArn}/${profileVersion}`,
      jobArn: jobArn(jobId),
      signatureTimestamp: effectiveTime,
      certificateHashes: ["0a".repeat(96)],
    }),
  );
  return service.responses;
}

/** Sends a request that the SDK would not send, and expects an error in JSON. */
async function sendRaw(
  method: string,
  path: string,
  body = "",
  query = "",
): Promise<{ status: number; message: string }> {
  const answer = await service.signer.handle({
    method,
    path,
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.from(body),
    region: REGION,
    caller: {
      accountId: OTHER,
      arn: `arn:aws:iam::${OTHER}:root`,
      credentials: { accessKeyId: OTHER, secretAccessKey: "secret" },
    },
  });
  expect(answer.headers["content-type"]).toBe("application/json");
  const { message } = JSON.parse(answer.body.toString()) as { message: string };
  return { status: answer.status, message };
}

it("knows the operations of the SDK from its schemas", () => {
  expect(OPERATIONS.map(({ name }) => name)).toContain("StartSigningJob");
  expect(OPERATIONS).toHaveLength(19);
});

it.each(OPERATIONS)("finds $name by $method $path", ({ name, method, path }: Operation) => {
  expect(service.signer.operationOf(method, path.replace(/\{\w+\}/g, "some%2Fvalue"))).toBe(name);
});

it("answers every operation, without members that the SDK does not know", async () => {
  const responses = await useEverything();
  for (const { name, outputSchema } of OPERATIONS) {
    const answers = responses.filter(({ operation }) => operation === name);
    expect([name, answers.map(({ status }) => status)]).toEqual([name, answers.map(() => 200)]);
    expect([name, answers.length > 0]).toEqual([name, true]);
    for (const { body } of answers) {
      expect([name, problemsOf(outputSchema, body === "" ? {} : JSON.parse(body))]).toEqual([name, []]);
    }
  }
});

it("omits no member that the SDK knows, except these", async () => {
  const responses = await useEverything();
  const leftOut = OPERATIONS.flatMap(({ name, outputSchema }) => {
    const answers = responses.filter(({ operation, body }) => operation === name && body !== "");
    const shown = new Set(answers.flatMap(({ body }) => Object.keys(JSON.parse(body) as object)));
    return memberNames(outputSchema)
      .filter((member) => !shown.has(member))
      .map((member) => `${name}.${member}`);
  });
  // A profile needs no reason for its status, and a policy of 2000 bytes no second page.
  expect(leftOut).toEqual(["GetSigningProfile.statusReason", "ListProfilePermissions.nextToken"]);
});

it.each(OPERATIONS.filter((operation) => requiredBodyMembers(operation).length > 0))(
  "demands every required member of $name",
  async (operation) => {
    const { status, message } = await sendRaw(operation.method, operation.path.replace(/\{\w+\}/g, "aa"), "{}");
    expect(status).toBe(400);
    for (const member of requiredBodyMembers(operation)) {
      expect(message).toContain(`Value null at '${member}' failed to satisfy constraint: Member must not be null`);
    }
  },
);

describe("a request that no SDK sends", () => {
  it.each([
    ["an unknown path", "GET", "/signing-everything", "", "", 501, "no operation of AWS Signer"],
    ["an unknown method", "PATCH", "/signing-jobs", "", "", 501, "no operation of AWS Signer"],
    ["broken JSON", "POST", "/signing-jobs", "{", "", 400, "not valid JSON"],
    ["JSON that is no object", "POST", "/signing-jobs", "[]", "", 400, "must be a JSON object"],
    [
      "an unknown member",
      "PUT",
      "/signing-profiles/app",
      '{"platform":"x"}',
      "",
      400,
      "Member 'platform' is not known",
    ],
    [
      "an unknown query parameter",
      "GET",
      "/signing-jobs",
      "",
      "statuses=Failed",
      400,
      "Member 'statuses' is not known",
    ],
    [
      "a number for a text",
      "PUT",
      "/signing-profiles/app",
      '{"platformId":5}',
      "",
      400,
      "'platformId' must be a string",
    ],
    ["a text for a structure", "POST", "/signing-jobs", '{"source":"s3"}', "", 400, "'source' must be a structure"],
    ["a text for a map", "PUT", "/signing-profiles/app", '{"tags":"x"}', "", 400, "'tags' must be a map"],
    ["a text for a number", "GET", "/signing-jobs", "", "maxResults=many", 400, "'maxResults' must be an integer"],
    ["a text for a flag", "GET", "/signing-jobs", "", "isRevoked=yes", 400, "'isRevoked' must be a boolean"],
    ["a text for a time", "GET", "/signing-jobs", "", "signatureExpiresAfter=soon", 400, "must be a timestamp"],
    ["a broken path encoding", "GET", "/signing-profiles/%E0%A4%A", "", "", 400, "'profileName'"],
  ])("is answered in JSON: %s", async (_what, method, path, body, query, status, words) => {
    const answer = await sendRaw(method, path, body, query);
    expect(answer.status).toBe(status);
    expect(answer.message).toContain(words);
  });

  it("is an internal error if the backend fails", async () => {
    await putProfile(client, "app");
    service.objects.readVersion = async (): Promise<never> => {
      throw new Error("connection refused");
    };
    const error = await errorOf(startJob(client, "app"));
    expect(error).toMatchObject({ name: "InternalServiceErrorException", $metadata: { httpStatusCode: 500 } });
    expect(error.message).toContain("connection refused");
  });
});
