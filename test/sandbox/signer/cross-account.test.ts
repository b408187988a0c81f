import {
  AddProfilePermissionCommand,
  DescribeSigningJobCommand,
  GetSigningProfileCommand,
  ListSigningJobsCommand,
  RevokeSignatureCommand,
  SignerClient,
  StartSigningJobCommand,
} from "@aws-sdk/client-signer";
import {
  errorOf,
  jobArn,
  OTHER,
  OWNER,
  profileArn,
  putProfile,
  roleArn,
  SignerService,
  signingRequest,
} from "./signer-service";

const PROFILE = profileArn("shared");

let service: SignerService;
let owner: SignerClient;
let revisionId: string | undefined;

beforeEach(async () => {
  service = await SignerService.start();
  owner = service.root(OWNER);
  revisionId = undefined;
  await putProfile(owner, "shared");
});
afterEach(async () => service.close());

async function permit(action: string, principal: string, profileVersion?: string): Promise<void> {
  const statementId = `${action.split(":")[1]}-${principal.replace(/\W/g, "-")}`;
  const command = { profileName: "shared", statementId, action, principal, profileVersion, revisionId };
  ({ revisionId } = await owner.send(new AddProfilePermissionCommand(command)));
}

async function start(client: SignerClient): Promise<string> {
  const request = { ...signingRequest("shared"), profileOwner: OWNER };
  const { jobId, jobOwner } = await client.send(new StartSigningJobCommand(request));
  expect(jobOwner).toBe(OWNER);
  return jobId ?? "";
}

/** A role of the other account with every identity policy it may need. */
function builder(): SignerClient {
  service.authorizer.allow(roleArn("builder", OTHER), "*", "*");
  return service.role("builder", OTHER);
}

describe("signing with another account's profile", () => {
  it("works for a permitted account, and both accounts see the job", async () => {
    await permit("signer:StartSigningJob", OTHER);
    const jobId = await start(service.root(OTHER));
    service.clock.advance(5);

    for (const client of [owner, service.root(OTHER)]) {
      expect(await client.send(new DescribeSigningJobCommand({ jobId }))).toMatchObject({
        status: "Succeeded",
        jobOwner: OWNER,
        jobInvoker: OTHER,
      });
      const { jobs } = await client.send(new ListSigningJobsCommand({ jobInvoker: OTHER }));
      expect(jobs?.map((job) => job.jobId)).toEqual([jobId]);
    }
  });

  it("works for a permitted role, and for no other role of its account", async () => {
    await permit("signer:StartSigningJob", roleArn("builder", OTHER));
    await start(builder());
    service.authorizer.allow(roleArn("intruder", OTHER), "*", "*");
    const error = await errorOf(start(service.role("intruder", OTHER)));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toContain("because no resource-based policy allows");
  });

  it("requires a permission of the profile, with IAM's error", async () => {
    const error = await errorOf(start(builder()));
    expect(error).toMatchObject({
      name: "AccessDeniedException",
      message:
        `User: arn:aws:sts::${OTHER}:assumed-role/builder/session is not authorized to perform: ` +
        `signer:StartSigningJob on resource: ${PROFILE} ` +
        "because no resource-based policy allows the signer:StartSigningJob action",
    });
  });

  it("also requires an identity policy of the caller", async () => {
    await permit("signer:StartSigningJob", OTHER);
    const error = await errorOf(start(service.role("nobody", OTHER)));
    expect(error.message).toMatch(new RegExp(`signer:StartSigningJob on resource: ${PROFILE}$`));
  });

  it("requires a permission for the profile's version if the permission names one", async () => {
    const { profileVersion } = await owner.send(new GetSigningProfileCommand({ profileName: "shared" }));
    await permit("signer:StartSigningJob", OTHER, profileVersion);
    await start(service.root(OTHER));
  });

  it("is not allowed by a permission for another action", async () => {
    await permit("signer:GetSigningProfile", OTHER);
    expect((await errorOf(start(service.root(OTHER)))).name).toBe("AccessDeniedException");
    const profile = await service
      .root(OTHER)
      .send(new GetSigningProfileCommand({ profileName: "shared", profileOwner: OWNER }));
    expect(profile.arn).toBe(PROFILE);
  });

  it("does not reveal to other accounts whether a profile exists", async () => {
    const request = { ...signingRequest("unknown"), profileOwner: OWNER };
    const error = await errorOf(service.root(OTHER).send(new StartSigningJobCommand(request)));
    expect(error.name).toBe("AccessDeniedException");
  });

  it("uses the caller's own profile if no owner is given, or if the caller is the owner", async () => {
    const error = await errorOf(service.root(OTHER).send(new StartSigningJobCommand(signingRequest("shared"))));
    expect(error).toMatchObject({ name: "ResourceNotFoundException" });
    await start(owner);
  });
});

describe("revoking a signature of another account's profile", () => {
  let jobId: string;

  beforeEach(async () => {
    await permit("signer:StartSigningJob", OTHER);
    jobId = await start(service.root(OTHER));
    service.clock.advance(5);
  });

  async function revoke(client: SignerClient, jobOwner?: string): Promise<unknown> {
    return client.send(new RevokeSignatureCommand({ jobId, jobOwner, reason: "leaked" }));
  }

  it("requires the job's owner and a permission for it", async () => {
    expect((await errorOf(revoke(service.root(OTHER)))).name).toBe("ResourceNotFoundException");
    const error = await errorOf(revoke(service.root(OTHER), OWNER));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toContain(`signer:RevokeSignature on resource: ${jobArn(jobId)}`);

    await permit("signer:RevokeSignature", OTHER);
    await revoke(service.root(OTHER), OWNER);
    const { revocationRecord } = await owner.send(new DescribeSigningJobCommand({ jobId }));
    expect(revocationRecord).toMatchObject({ reason: "leaked", revokedBy: `arn:aws:iam::${OTHER}:root` });
  });

  it("is always allowed for the owner", async () => {
    await revoke(owner);
  });
});
