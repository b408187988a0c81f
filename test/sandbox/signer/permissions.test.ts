import {
  AddProfilePermissionCommand,
  AddProfilePermissionCommandInput,
  CancelSigningProfileCommand,
  ListProfilePermissionsCommand,
  ListProfilePermissionsResponse,
  RemoveProfilePermissionCommand,
  SignerClient,
} from "@aws-sdk/client-signer";
import {
  errorOf,
  IOT,
  LAMBDA,
  NOTATION,
  OTHER,
  OWNER,
  profileArn,
  putProfile,
  roleArn,
  SignerService,
} from "./signer-service";

let service: SignerService;
let client: SignerClient;
let version: string;

const PERMISSION = {
  profileName: "app",
  statementId: "build",
  action: "signer:StartSigningJob",
  principal: OTHER,
};

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
  version = await putProfile(client, "app");
});
afterEach(async () => service.close());

async function add(input: Partial<AddProfilePermissionCommandInput> = {}): Promise<string> {
  const { revisionId } = await client.send(new AddProfilePermissionCommand({ ...PERMISSION, ...input }));
  return revisionId ?? "";
}

async function list(profileName = "app"): Promise<ListProfilePermissionsResponse> {
  return client.send(new ListProfilePermissionsCommand({ profileName }));
}

async function remove(statementId: string, revisionId: string, profileName = "app"): Promise<unknown> {
  return client.send(new RemoveProfilePermissionCommand({ profileName, statementId, revisionId }));
}

describe("AddProfilePermission", () => {
  it("creates the profile's first policy, with or without an empty revision", async () => {
    await putProfile(client, "second");
    const revisionId = await add({ revisionId: "" });
    await add({ profileName: "second" });
    const { statementId, action, principal } = PERMISSION;
    expect(await list()).toMatchObject({ revisionId, permissions: [{ statementId, action, principal }] });
  });

  it("adds to a policy whose current revision is named, and creates a new revision", async () => {
    const first = await add();
    const second = await add({ statementId: "read", action: "signer:GetSigningProfile", revisionId: first });
    expect(second).not.toBe(first);
    const { revisionId, permissions } = await list();
    expect(revisionId).toBe(second);
    expect(permissions?.map(({ statementId }) => statementId)).toEqual(["build", "read"]);
  });

  it("changes nothing when a statement is repeated, whatever the revision", async () => {
    const revisionId = await add();
    expect(await add({ revisionId: "stale" })).toBe(revisionId);
    expect((await list()).permissions).toHaveLength(1);
  });

  it("limits a permission to a version of the profile", async () => {
    await add({ profileVersion: version });
    expect((await list()).permissions).toMatchObject([{ profileVersion: version }]);
  });

  it.each([
    ["no revision", undefined, "ValidationException", undefined, "But no revisionId was provided in the request"],
    ["an empty revision", "", "ValidationException", undefined, "But no revisionId was provided in the request"],
    ["a stale revision", "stale", "ConflictException", "PolicyRevisionIdMismatch", "Specified revisionId (stale)"],
  ])("refuses %s once there is a policy", async (_what, revisionId, name, code, words) => {
    await add();
    const error = await errorOf(add({ statementId: "more", revisionId }));
    expect(error.name).toBe(name);
    expect(error.message).toContain(words);
    if (code !== undefined) expect(error.code).toBe(code);
    expect((await list()).permissions).toHaveLength(1);
  });

  it("answers a stale revision with 409, and a revision without a policy with 400", async () => {
    expect(await errorOf(add({ revisionId: "any" }))).toMatchObject({
      name: "ValidationException",
      message: "Resource Policy does not exist but revisionId was specified in the request",
    });
    await add();
    expect(await errorOf(add({ statementId: "more", revisionId: "stale" }))).toMatchObject({
      $metadata: { httpStatusCode: 409 },
    });
  });

  it.each([
    ["an empty id", { statementId: "" }, "ValidationException", "statementId cannot be empty."],
    ["an id with a dot", { statementId: "a.b" }, "InvalidPermissionStatement", "alphanumeric characters"],
    ["an id of 65 characters", { statementId: "a".repeat(65) }, "InvalidPermissionStatement", "less than 64"],
    ["a user", { principal: `arn:aws:iam::${OTHER}:user/joe` }, "InvalidPrincipal", "not a valid AWS account id"],
    ["an action that is not grantable", { action: "signer:ListProfilePermissions" }, "ValidationException", LAMBDA],
    ["SignPayload on Lambda", { action: "signer:SignPayload" }, "ValidationException", "signer:StartSigningJob, "],
    ["a malformed version", { profileVersion: "v1" }, "ValidationException", "'profileVersion'"],
  ] as [string, Partial<AddProfilePermissionCommandInput>, string, string][])(
    "refuses %s",
    async (_what, input, code, words) => {
      const error = await errorOf(add(input));
      expect(error).toMatchObject({ name: "ValidationException", code });
      expect(error.message).toContain(words);
      expect((await errorOf(list())).name).toBe("ResourceNotFoundException");
    },
  );

  it("accepts an id of 64 characters, and role ARNs", async () => {
    await add({ statementId: "a".repeat(64), principal: roleArn("path/builder", OTHER) });
  });

  it("refuses another statement under the same id", async () => {
    const revisionId = await add();
    expect(await errorOf(add({ action: "signer:GetSigningProfile", revisionId }))).toMatchObject({
      name: "ValidationException",
      code: "InvalidPermissionStatement",
      message: "Statement with statementId build is already in the policy",
    });
  });

  it("grants SignPayload but not StartSigningJob on the container platform", async () => {
    await putProfile(client, "images", NOTATION);
    await add({ profileName: "images", action: "signer:SignPayload" });
    const error = await errorOf(add({ profileName: "images", statementId: "start" }));
    expect(error.message).toContain("signer:SignPayload, signer:GetSigningProfile, signer:RevokeSignature");
  });

  it("grants nothing on device platforms, which do not support other accounts", async () => {
    await putProfile(client, "device", IOT);
    expect(await errorOf(add({ profileName: "device" }))).toMatchObject({ name: "ValidationException" });
  });

  it.each([
    ["profile", { profileName: "unknown" }, "ProfileNotFound"],
    ["version of the profile", { profileVersion: "0123456789" }, "ProfileVersionNotFound"],
  ])("does not know a %s that does not exist", async (_what, input, code) => {
    expect(await errorOf(add(input))).toMatchObject({ name: "ResourceNotFoundException", code });
  });

  it("does not know a principal that does not exist", async () => {
    service.authorizer.missingPrincipals.add(roleArn("gone", OTHER));
    expect(await errorOf(add({ principal: roleArn("gone", OTHER) }))).toMatchObject({
      name: "ResourceNotFoundException",
      message: "Principal not found",
    });
  });

  it("refuses a profile that is not active, and still lists its permissions", async () => {
    const revisionId = await add();
    await client.send(new CancelSigningProfileCommand({ profileName: "app" }));
    expect(await errorOf(add({ statementId: "more", revisionId }))).toMatchObject({ code: "ProfileNotActive" });
    expect(await errorOf(remove("build", revisionId))).toMatchObject({ code: "ProfileNotActive" });
    const after = await list();
    expect(after.permissions).toHaveLength(1);
    expect(after.revisionId).not.toBe(revisionId);
  });

  it("stops at a policy of 2000 bytes with 402", async () => {
    let revisionId = await add();
    const fill = async (): Promise<void> => {
      for (let count = 0; count < 100; count++) revisionId = await add({ statementId: `more${count}`, revisionId });
    };
    const error = await errorOf(fill());
    expect(error).toMatchObject({
      name: "ServiceLimitExceededException",
      code: "ServiceLimitExceeded",
      message: "Policy cannot exceed maximum size of 2000 bytes",
      $metadata: { httpStatusCode: 402 },
    });
    const { permissions } = await list();
    const statements = (permissions ?? []).map(({ statementId, action, principal }) => ({
      Sid: statementId,
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: action,
      Resource: profileArn("app"),
    }));
    const size = JSON.stringify(statements).length;
    expect(size).toBeLessThanOrEqual(2000);
    expect(size + JSON.stringify(statements.at(-1)).length + 1).toBeGreaterThan(2000);
  });
});

describe("ListProfilePermissions", () => {
  it("answers 404 as long as there is no policy", async () => {
    expect(await errorOf(list())).toMatchObject({
      name: "ResourceNotFoundException",
      code: "PolicyNotFound",
      message: "No policies associated with profile app",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("counts an account as the ARN of its root", async () => {
    await add();
    const statement = {
      Sid: "build",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
      Action: "signer:StartSigningJob",
      Resource: profileArn("app"),
    };
    expect((await list()).policySizeBytes).toBe(JSON.stringify([statement]).length);
  });

  it("is allowed for the owner only", async () => {
    await add();
    const error = await errorOf(service.root(OTHER).send(new ListProfilePermissionsCommand({ profileName: "app" })));
    expect(error).toMatchObject({ name: "ResourceNotFoundException", code: "ProfileNotFound" });
    expect(OTHER).not.toBe(OWNER);
  });
});

describe("RemoveProfilePermission", () => {
  it("removes one statement and creates a new revision", async () => {
    const first = await add();
    const second = await add({ statementId: "read", revisionId: first });
    await remove("build", second);
    const after = await list();
    expect(after.permissions?.map(({ statementId }) => statementId)).toEqual(["read"]);
    expect(after.revisionId).not.toBe(second);
  });

  it("deletes the policy with its last statement", async () => {
    await remove("build", await add());
    expect(await errorOf(list())).toMatchObject({ code: "PolicyNotFound" });
    await add({ revisionId: "" });
  });

  it.each([
    ["a stale revision", "build", "stale", "ConflictException", "PolicyRevisionIdMismatch"],
    ["an unknown statement", "other", undefined, "ResourceNotFoundException", "PolicyNotFound"],
  ])("refuses %s", async (_what, statementId, revisionId, name, code) => {
    const current = await add();
    expect(await errorOf(remove(statementId, revisionId ?? current))).toMatchObject({ name, code });
    expect((await list()).permissions).toHaveLength(1);
  });

  it("answers 404 for a profile without a policy, and for no profile", async () => {
    expect(await errorOf(remove("build", "any"))).toMatchObject({ code: "PolicyNotFound" });
    expect(await errorOf(remove("build", "any", "unknown"))).toMatchObject({ code: "ProfileNotFound" });
  });
});
