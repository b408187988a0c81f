import {
  CancelSigningProfileCommand,
  ListSigningJobsCommand,
  StartSigningJobCommand,
  StartSigningJobCommandInput,
} from "@aws-sdk/client-signer";
import {
  errorOf,
  NOTATION,
  OTHER,
  OWNER,
  profileArn,
  putProfile,
  roleArn,
  signingRequest,
  startJob,
} from "./signer-service";
import { SigningAccount } from "./signing-account";

const account = SigningAccount.forEachTest();

describe("StartSigningJob refuses at once", () => {
  it("a profile that does not exist", async () => {
    const error = await errorOf(account.start({ profileName: "unknown" }));
    expect(error).toMatchObject({
      name: "ResourceNotFoundException",
      message: "profile with name unknown does not exist",
      $metadata: { httpStatusCode: 404 },
    });
    expect((await account.client.send(new ListSigningJobsCommand({}))).jobs).toEqual([]);
  });

  it("a profile that is canceled", async () => {
    await account.client.send(new CancelSigningProfileCommand({ profileName: "app" }));
    const error = await errorOf(account.start());
    expect(error).toMatchObject({ name: "ValidationException", code: "ProfileNotActive" });
    expect(error.message).toContain("Canceled");
  });

  it("a profile for container images", async () => {
    await putProfile(account.client, "images", NOTATION);
    const error = await errorOf(account.start({ profileName: "images" }));
    expect(error).toMatchObject({ name: "ValidationException" });
    expect(error.message).toContain("SignPayload");
  });

  it("a request without the version of its source, and reports everything that is missing", async () => {
    const request = { ...signingRequest("a-b"), source: { s3: { bucketName: "source", key: "code.zip" } } };
    const error = await errorOf(
      account.client.send(new StartSigningJobCommand(request as StartSigningJobCommandInput)),
    );
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("2 validation errors detected");
    expect(error.message).toContain("'source.s3.version'");
    expect(error.message).toContain("'a-b' at 'profileName'");
  });

  it("a caller that S3 does not allow to read the source", async () => {
    account.service.objects.refuse(OWNER, "read", "source");
    const error = await errorOf(account.start());
    expect(error).toMatchObject({ name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } });
    expect(error.message).toContain(
      `User: arn:aws:iam::${OWNER}:root is not authorized to perform: s3:GetObjectVersion on resource: arn:aws:s3:::source/code.zip`,
    );
  });

  it("a role that may not write the signed object", async () => {
    account.service.authorizer.allow(roleArn("reader"), "signer:StartSigningJob", profileArn("app"));
    account.service.authorizer.allow(roleArn("reader"), "s3:PutObject", "arn:aws:s3:::signed/elsewhere/*");
    const error = await errorOf(startJob(account.service.role("reader"), "app"));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toMatch(
      /not authorized to perform: s3:PutObject on resource: arn:aws:s3:::signed\/out\/.*\.zip$/,
    );
  });

  it("a role that may not use the profile, with IAM's error", async () => {
    account.service.authorizer.allow(roleArn("builder"), "signer:StartSigningJob", profileArn("other"));
    const error = await errorOf(startJob(account.service.role("builder"), "app"));
    expect(error).toMatchObject({
      name: "AccessDeniedException",
      message:
        `User: arn:aws:sts::${OWNER}:assumed-role/builder/session is not authorized to perform: ` +
        `signer:StartSigningJob on resource: ${profileArn("app")}`,
    });
  });
});

describe("a client request token", () => {
  const token = "0b1c2d3e-request";

  async function start(changes: Partial<StartSigningJobCommandInput> = {}): Promise<string> {
    return account.start({ clientRequestToken: token, ...changes });
  }

  it("starts one job for any number of requests", async () => {
    const first = await start();
    account.service.clock.advance(5);
    expect(await start()).toBe(first);
    expect(await start()).toBe(first);
    expect((await account.client.send(new ListSigningJobsCommand({}))).jobs).toHaveLength(1);
  });

  it("starts one job when it is sent twice at the same time", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first).toBe(second);
  });

  it("returns a failed job again", async () => {
    account.service.faults.nextPlan = { durationSeconds: 0, failureReason: "broken" };
    const first = await start();
    expect((await account.describe(first)).status).toBe("Failed");
    account.service.faults.nextPlan = { durationSeconds: 0 };
    expect(await start()).toBe(first);
  });

  it("returns its job even if the profile was canceled meanwhile", async () => {
    const first = await start();
    await account.client.send(new CancelSigningProfileCommand({ profileName: "app" }));
    expect(await start()).toBe(first);
  });

  it("is not used up by a refused request", async () => {
    expect(await errorOf(start({ profileName: "later" }))).toMatchObject({ name: "ResourceNotFoundException" });
    expect(await start()).toBeDefined();
  });

  it("is refused with other parameters", async () => {
    await start();
    const error = await errorOf(start({ destination: { s3: { bucketName: "signed", prefix: "other/" } } }));
    expect(error).toMatchObject({ name: "ValidationException" });
    expect(error.message).toContain("clientRequestToken");
  });

  it("belongs to its account", async () => {
    const first = await start();
    const other = account.service.root(OTHER);
    await putProfile(other, "app");
    const request = { ...signingRequest("app"), clientRequestToken: token };
    expect((await other.send(new StartSigningJobCommand(request))).jobId).not.toBe(first);
  });
});
