import {
  CancelSigningProfileCommand,
  DescribeSigningJobCommand,
  GetRevocationStatusCommand,
  GetSigningProfileCommand,
  ListSigningJobsCommand,
  RevokeSignatureCommand,
  RevokeSigningProfileCommand,
  SignerClient,
} from "@aws-sdk/client-signer";
import {
  errorOf,
  IOT,
  jobArn,
  LAMBDA,
  NOTATION,
  OWNER,
  profileArn,
  putProfile,
  roleArn,
  SignerService,
  startJob,
} from "./signer-service";

let service: SignerService;
let client: SignerClient;
let version: string;

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
  version = await putProfile(client, "app");
});
afterEach(async () => service.close());

async function signedJob(profileName = "app"): Promise<string> {
  const jobId = await startJob(client, profileName);
  service.clock.advance(5);
  return jobId;
}

describe("RevokeSignature", () => {
  async function revoke(jobId: string, reason = "key leaked"): Promise<unknown> {
    return client.send(new RevokeSignatureCommand({ jobId, reason }));
  }

  it("leaves a record at the job, which stays Succeeded", async () => {
    const jobId = await signedJob();
    await revoke(jobId);

    expect(await client.send(new DescribeSigningJobCommand({ jobId }))).toMatchObject({
      status: "Succeeded",
      revocationRecord: {
        reason: "key leaked",
        revokedAt: new Date("2026-03-01T12:00:05Z"),
        revokedBy: `arn:aws:iam::${OWNER}:root`,
      },
    });
    const revoked = await client.send(new ListSigningJobsCommand({ isRevoked: true }));
    expect(revoked.jobs).toMatchObject([{ jobId, isRevoked: true }]);
  });

  it("revokes the signature of this job and no other", async () => {
    const revoked = await signedJob();
    const kept = await signedJob();
    await revoke(revoked);
    const versionArn = `${profileArn("app")}/${version}`;
    const signedAt = service.clock.now();
    expect(service.signer.isSignatureRevoked(jobArn(revoked), versionArn, signedAt)).toBe(true);
    expect(service.signer.isSignatureRevoked(jobArn(kept), versionArn, signedAt)).toBe(false);
  });

  it("cannot be repeated", async () => {
    const jobId = await signedJob();
    await revoke(jobId);
    const error = await errorOf(revoke(jobId, "again"));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("already revoked");
    const { revocationRecord } = await client.send(new DescribeSigningJobCommand({ jobId }));
    expect(revocationRecord?.reason).toBe("key leaked");
  });

  it("refuses a job in progress and a failed job", async () => {
    const running = await startJob(client, "app");
    expect((await errorOf(revoke(running))).message).toContain("is InProgress");
    service.faults.nextPlan = { durationSeconds: 0, failureReason: "broken" };
    const failed = await startJob(client, "app");
    const error = await errorOf(revoke(failed));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("is Failed");
  });

  it("refuses a job of a platform without revocation", async () => {
    await putProfile(client, "device", IOT);
    const error = await errorOf(revoke(await signedJob("device")));
    expect(error.message).toContain(`${IOT} does not support revocation`);
  });

  it("refuses a reason that is empty or longer than 500 characters", async () => {
    const jobId = await signedJob();
    expect((await errorOf(revoke(jobId, ""))).message).toContain("'reason'");
    expect((await errorOf(revoke(jobId, "x".repeat(501)))).message).toContain("'reason'");
    await revoke(jobId, "x".repeat(500));
  });

  it("does not know a job that was never started", async () => {
    expect(await errorOf(revoke("unknown"))).toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("requires permission to revoke this job", async () => {
    const jobId = await signedJob();
    const role = service.role("guard");
    const command = new RevokeSignatureCommand({ jobId, reason: "leaked" });
    expect((await errorOf(role.send(command))).message).toContain(
      `signer:RevokeSignature on resource: ${jobArn(jobId)}`,
    );
    service.authorizer.allow(roleArn("guard"), "signer:RevokeSignature", jobArn("*"));
    await role.send(command);
  });
});

describe("RevokeSigningProfile", () => {
  async function revoke(effectiveTime: Date, profileVersion = version, profileName = "app"): Promise<unknown> {
    const request = { profileName, profileVersion, reason: "key leaked", effectiveTime };
    return client.send(new RevokeSigningProfileCommand(request));
  }

  const NOON = new Date("2026-03-01T12:00:00Z");

  it("leaves a record at the profile, which is Revoked and signs no more", async () => {
    await revoke(NOON);
    expect(await client.send(new GetSigningProfileCommand({ profileName: "app" }))).toMatchObject({
      status: "Revoked",
      revocationRecord: { revocationEffectiveFrom: NOON, revokedAt: NOON, revokedBy: `arn:aws:iam::${OWNER}:root` },
    });
    expect(await errorOf(startJob(client, "app"))).toMatchObject({ code: "ProfileNotActive" });
  });

  it("revokes signatures from the effective time on, and none before", async () => {
    await revoke(NOON);
    const isRevoked = (signedAt: string): boolean =>
      service.signer.isSignatureRevoked(jobArn("any"), `${profileArn("app")}/${version}`, new Date(signedAt));
    expect(isRevoked("2026-03-01T12:00:00Z")).toBe(true);
    expect(isRevoked("2026-03-01T11:59:59Z")).toBe(false);
  });

  it("can be repeated only with an earlier time", async () => {
    await revoke(NOON);
    expect((await errorOf(revoke(NOON))).message).toContain("earlier");
    await revoke(new Date("2026-02-01T00:00:00Z"));
    const { revocationRecord } = await client.send(new GetSigningProfileCommand({ profileName: "app" }));
    expect(revocationRecord?.revocationEffectiveFrom).toEqual(new Date("2026-02-01T00:00:00Z"));
  });

  it("works on a canceled profile", async () => {
    await client.send(new CancelSigningProfileCommand({ profileName: "app" }));
    await revoke(NOON);
    expect((await client.send(new GetSigningProfileCommand({ profileName: "app" }))).status).toBe("Revoked");
  });

  it("refuses a time in the future", async () => {
    const error = await errorOf(revoke(new Date("2026-03-01T12:00:01Z")));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("in the past");
  });

  it.each([
    ["profile", "0123456789", "unknown", "ProfileNotFound"],
    ["version", "0123456789", "app", "ProfileVersionNotFound"],
  ])("does not know a %s that does not exist", async (_what, profileVersion, profileName, code) => {
    const error = await errorOf(revoke(NOON, profileVersion, profileName));
    expect(error).toMatchObject({ name: "ResourceNotFoundException", code });
  });

  it("refuses a profile of a platform without revocation", async () => {
    const profileVersion = await putProfile(client, "device", IOT);
    const error = await errorOf(revoke(NOON, profileVersion, "device"));
    expect(error.message).toContain("does not support revocation");
  });
});

describe("GetRevocationStatus", () => {
  function question(platformId: string, profileVersionArn: string): GetRevocationStatusCommand {
    return new GetRevocationStatusCommand({
      platformId,
      profileVersionArn,
      jobArn: jobArn("5c6cf3bb-0000-4000-8000-000000000000"),
      signatureTimestamp: new Date("2026-03-01T12:00:00Z"),
      certificateHashes: ["0a".repeat(96), "F0".repeat(96)],
    });
  }

  it("names a revoked profile version, for signatures after the effective time", async () => {
    const profileVersion = await putProfile(client, "images", NOTATION);
    const profileVersionArn = `${profileArn("images")}/${profileVersion}`;
    expect((await client.send(question(NOTATION, profileVersionArn))).revokedEntities).toEqual([]);
    const effectiveTime = new Date("2026-03-01T11:00:00Z");
    const request = { profileName: "images", profileVersion, reason: "leak", effectiveTime };
    await client.send(new RevokeSigningProfileCommand(request));
    expect((await client.send(question(NOTATION, profileVersionArn))).revokedEntities).toEqual([profileVersionArn]);
  });

  it.each([LAMBDA, IOT])("refuses the platform %s", async (platformId) => {
    const error = await errorOf(client.send(question(platformId, `${profileArn("app")}/${version}`)));
    expect(error).toMatchObject({ name: "ValidationException", message: `Invalid platformId: ${platformId}` });
  });

  it("refuses a value that is not a hash of a certificate and its issuer", async () => {
    const command = question(NOTATION, `${profileArn("app")}/${version}`);
    command.input.certificateHashes = ["0a".repeat(48)];
    const error = await errorOf(client.send(command));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("'certificateHashes.1.member' failed to satisfy constraint");
  });

  it("requires permission for job and profile", async () => {
    const role = service.role("verifier");
    const command = question(NOTATION, `${profileArn("app")}/${version}`);
    expect((await errorOf(role.send(command))).name).toBe("AccessDeniedException");
    service.authorizer.allow(roleArn("verifier"), "signer:GetRevocationStatus", jobArn("*"));
    expect((await errorOf(role.send(command))).name).toBe("AccessDeniedException");
    service.authorizer.allow(roleArn("verifier"), "signer:GetRevocationStatus", profileArn("*"));
    expect((await role.send(command)).revokedEntities).toEqual([]);
  });
});
