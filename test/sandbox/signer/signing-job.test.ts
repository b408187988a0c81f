import { PutSigningProfileCommand } from "@aws-sdk/client-signer";
import { authority, jobArn, LAMBDA, OWNER, profileArn, roleArn, SOURCE, startJob, zipOf } from "./signer-service";
import { SigningAccount } from "./signing-account";
import { verifySignedZip } from "../../../sandbox/signature";

const account = SigningAccount.forEachTest();

describe("a signing job", () => {
  it("is InProgress with nothing written until its time has come", async () => {
    const jobId = await account.start();
    account.service.clock.advance(4.9);

    expect(await account.describe(jobId)).toMatchObject({
      jobId,
      status: "InProgress",
      jobOwner: OWNER,
      jobInvoker: OWNER,
    });
    expect(account.service.objects.writes).toEqual([]);
  });

  it("succeeds with a signed object under prefix, job id and .zip", async () => {
    const job = await account.run();

    expect(job).toMatchObject({
      status: "Succeeded",
      statusReason: "Signing Succeeded",
      source: { s3: SOURCE },
      signedObject: { s3: { bucketName: "signed", key: `out/${job.jobId}.zip` } },
      profileName: "app",
      platformId: "AWSLambda-SHA384-ECDSA",
      platformDisplayName: "AWS Lambda",
      requestedBy: `arn:aws:iam::${OWNER}:root`,
      createdAt: new Date("2026-03-01T12:00:00Z"),
      completedAt: new Date("2026-03-01T12:00:05Z"),
      signatureExpiresAt: new Date("2037-06-01T12:00:05Z"),
    });
    expect(account.service.objects.writes).toEqual([`${OWNER} wrote signed/out/${job.jobId}.zip`]);
  });

  it("puts a signature of the job and the profile version into the signed object", async () => {
    const job = await account.run();

    const signed = account.service.objects.latest("signed", job.signedObject?.s3?.key ?? "");
    const claims = await verifySignedZip(signed ?? Buffer.alloc(0), authority.exportRoot().certificate);
    expect(claims).toEqual({
      jobArn: jobArn(job.jobId ?? ""),
      profileVersionArn: `${profileArn("app")}/${job.profileVersion}`,
      signedAt: new Date("2026-03-01T12:00:05.250Z"),
      expiresAt: new Date("2037-06-01T12:00:05.250Z"),
    });
  });

  it("puts nothing between prefix and job id, and needs no prefix", async () => {
    const { jobId, signedObject } = await account.run({ destination: { s3: { bucketName: "signed" } } });

    expect(signedObject).toEqual({ s3: { bucketName: "signed", key: `${jobId}.zip` } });
  });

  it("is written once, for any number of simultaneous calls at its end", async () => {
    const jobId = await account.start();
    account.service.clock.advance(5);

    const jobs = await Promise.all([account.describe(jobId), account.describe(jobId), account.describe(jobId)]);
    expect(jobs.map(({ status }) => status)).toEqual(["Succeeded", "Succeeded", "Succeeded"]);
    expect(account.service.objects.writes).toHaveLength(1);
  });

  it("is finished at the first call if its duration is zero", async () => {
    account.service.faults.nextPlan = { durationSeconds: 0 };
    expect((await account.describe(await account.start())).status).toBe("Succeeded");
  });

  it("stays InProgress if a fault says so", async () => {
    account.service.faults.nextPlan = { durationSeconds: Infinity };
    const jobId = await account.start();
    account.service.clock.advance(10 * 365 * 24 * 3600);
    expect((await account.describe(jobId)).status).toBe("InProgress");
  });

  it("passes profile and source to the faults", async () => {
    await account.start();
    expect(account.service.faults.planned).toEqual([{ profileName: "app", bucketName: "source", key: "code.zip" }]);
  });

  it("signs the version that existed at the start, with the caller's credentials", async () => {
    account.service.authorizer.allow(roleArn("builder"), "signer:StartSigningJob", profileArn("app"));
    account.service.authorizer.allow(roleArn("builder"), "s3:PutObject", "arn:aws:s3:::signed/out/*");
    const jobId = await startJob(account.service.role("builder"), "app");
    account.service.clock.advance(5);

    expect((await account.describe(jobId)).requestedBy).toBe(`arn:aws:sts::${OWNER}:assumed-role/builder/session`);
    expect(account.service.objects.writes).toEqual([`ROLEbuilder wrote signed/out/${jobId}.zip`]);
  });

  it("uses the profile's validity period for the signature", async () => {
    const signatureValidityPeriod = { type: "DAYS" as const, value: 10 };
    await account.client.send(
      new PutSigningProfileCommand({
        profileName: "short",
        platformId: LAMBDA,
        signatureValidityPeriod,
      }),
    );
    expect((await account.run({ profileName: "short" })).signatureExpiresAt).toEqual(new Date("2026-03-11T12:00:05Z"));
  });
});

describe("a failed signing job", () => {
  async function expectFailure(reason: RegExp): Promise<void> {
    const job = await account.run();
    expect(job.status).toBe("Failed");
    expect(job.statusReason).toMatch(reason);
    expect(job.completedAt).toEqual(new Date("2026-03-01T12:00:05Z"));
    expect(job).not.toHaveProperty("signedObject");
    expect(job).not.toHaveProperty("signatureExpiresAt");
    expect(account.service.objects.writes).toEqual([]);
  }

  it("reports the injected reason", async () => {
    account.service.faults.nextPlan = { durationSeconds: 5, failureReason: "the key is on holiday" };
    await expectFailure(/^the key is on holiday$/);
  });

  it.each([
    ["the key", { ...SOURCE, key: "other.zip" }, /s3:\/\/source\/other\.zip.*NoSuchKey/],
    ["the version", { ...SOURCE, version: "v9" }, /version v9.*NoSuchVersion/],
    ["the bucket", { ...SOURCE, bucketName: "nowhere" }, /s3:\/\/nowhere\/code\.zip.*NoSuchBucket/],
  ])("started although %s of the source does not exist", async (_what, source, reason) => {
    const jobId = await account.start({ source: { s3: source } });
    expect((await account.describe(jobId)).status).toBe("InProgress");
    account.service.clock.advance(5);
    expect(await account.describe(jobId)).toMatchObject({
      status: "Failed",
      statusReason: expect.stringMatching(reason) as string,
    });
  });

  it("had a source bucket without versioning", async () => {
    account.service.objects.addBucket("plain");
    account.service.objects.put("plain", "code.zip", "null", zipOf({ a: "a" }));
    const source = { s3: { bucketName: "plain", key: "code.zip", version: "null" } };
    expect((await account.run({ source })).statusReason).toBe("The source bucket plain is not versioned.");
  });

  it("did not fail because versioning of the source bucket is suspended", async () => {
    account.service.objects.addBucket("suspended", "Suspended");
    account.service.objects.put("suspended", "code.zip", "null", zipOf({ a: "a" }));
    const source = { s3: { bucketName: "suspended", key: "code.zip", version: "null" } };
    expect((await account.run({ source })).status).toBe("Succeeded");
  });

  it.each([
    ["an empty object", Buffer.alloc(0), /is empty/],
    ["no zip archive", Buffer.from("exports.handler = 1"), /cannot be signed: the archive is malformed/],
    ["an archive without entries", Buffer.from(zipOf({})), /cannot be signed: the archive has no entries/],
    ["an archive that is too large", Buffer.alloc(250 * 1024 * 1024 + 1), /is larger than 250 MB/],
  ])("had %s to sign", async (_what, body, reason) => {
    account.service.objects.put("source", "bad", "v1", body);
    const source = { s3: { bucketName: "source", key: "bad", version: "v1" } };
    expect(await account.run({ source })).toMatchObject({
      status: "Failed",
      statusReason: expect.stringMatching(reason) as string,
    });
  });

  it("had an archive that is already signed", async () => {
    const first = await account.run();
    const { objects } = account.service;
    objects.put("source", "signed.zip", "v1", objects.latest("signed", `out/${first.jobId}.zip`)!);
    const source = { s3: { bucketName: "source", key: "signed.zip", version: "v1" } };
    expect((await account.run({ source })).statusReason).toMatch(/cannot be signed: the archive is signed already/);
  });

  it("had a destination bucket that does not exist", async () => {
    const destination = { s3: { bucketName: "nowhere", prefix: "x/" } };
    const { jobId, statusReason } = await account.run({ destination });
    expect(statusReason).toBe(
      `Could not write the signed object s3://nowhere/x/${jobId}.zip: NoSuchBucket: The specified bucket does not exist`,
    );
  });

  it("lost the permission to write before it ended", async () => {
    account.service.objects.refuse(OWNER, "write", "signed");
    await expectFailure(/Could not write the signed object .*AccessDenied/);
  });
});
