import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  GetSigningProfileCommand,
  ListSigningJobsCommand,
  ListSigningProfilesCommand,
  PutSigningProfileCommand,
} from "@aws-sdk/client-signer";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { describeWithSandbox } from "../../sandbox-under-test";
import { Clients, errorOf, policy, TestAccount, type Credentials } from "../test-account";

const LIST = new ListSigningProfilesCommand({});
const MAY_LIST = [{ Effect: "Allow", Action: "signer:ListSigningProfiles", Resource: "*" }];

describeWithSandbox("a caller of Signer", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  test("is served as the root of an account with its 12-digit access key", async () => {
    expect((await account.root.signer.send(LIST)).profiles).toEqual([]);
  });

  test("is refused with the wrong secret", async () => {
    const impostor = account.as({ accessKeyId: account.id, secretAccessKey: "guess" });
    const error = await errorOf(impostor.signer.send(LIST));
    expect(error).toMatchObject({ name: "InvalidSignatureException", $metadata: { httpStatusCode: 403 } });
    expect(error.message).toMatch(/signature we calculated does not match/);
  });

  test("is refused with an access key that was never issued", async () => {
    const stranger = account.as({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" });
    const error = await errorOf(stranger.signer.send(LIST));
    expect(error).toMatchObject({ name: "UnrecognizedClientException", $metadata: { httpStatusCode: 403 } });
  });

  test("is refused if the signed request was changed on the way", async () => {
    const command = new PutSigningProfileCommand({ profileName: "mine", platformId: "AWSLambda-SHA384-ECDSA" });
    command.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: Uint8Array };
        const body = new TextDecoder().decode(request.body).replace("Lambda", "lambda");
        return next({
          ...args,
          request: Object.assign(request, { body }),
        });
      },
      { step: "finalizeRequest", priority: "low" },
    );
    expect(await errorOf(account.root.signer.send(command))).toMatchObject({ name: "InvalidSignatureException" });
  });

  test("is refused with a signature of an hour ago", async () => {
    const late = account.as(account.rootCredentials);
    late.signer.config.systemClockOffset = -3_600_000;
    expect((await errorOf(late.signer.send(LIST))).message).toMatch(/^Signature expired: \S+ is now earlier than \S+$/);
  });

  test("is allowed in a role's session what the role's policy allows", async () => {
    const lister = await account.assume(await account.createRole("lister", MAY_LIST, { Path: "/team/ci/" }));
    expect((await lister.signer.send(LIST)).profiles).toEqual([]);
    const error = await errorOf(lister.signer.send(new ListSigningJobsCommand({})));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toMatch(
      new RegExp(
        `arn:aws:sts::${account.id}:assumed-role/lister/test is not authorized to perform: signer:ListSigningJobs`,
      ),
    );
  });

  test("is refused with a role's session key but another session's token", async () => {
    const role = await account.createRole("lister", MAY_LIST);
    const [one, other] = [await account.sessionOf(role), await account.sessionOf(role)];
    const mixed = account.as({ ...one, sessionToken: other.sessionToken });
    expect(await errorOf(mixed.signer.send(LIST))).toMatchObject({ name: "UnrecognizedClientException" });
    const tokenless = account.as({ ...one, sessionToken: undefined });
    expect(await errorOf(tokenless.signer.send(LIST))).toMatchObject({ name: "UnrecognizedClientException" });
  });

  test("is refused what the role's permissions boundary omits", async () => {
    const PermissionsBoundary = await account.createPolicy("boundary", [
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
    ]);
    const bounded = await account.assume(await account.createRole("bounded", MAY_LIST, { PermissionsBoundary }));
    expect(await errorOf(bounded.signer.send(LIST))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("is allowed what both the role's policy and its permissions boundary allow", async () => {
    const PermissionsBoundary = await account.createPolicy("boundary", [
      { Effect: "Allow", Action: "signer:*", Resource: "*" },
    ]);
    const bounded = await account.assume(await account.createRole("bounded", MAY_LIST, { PermissionsBoundary }));
    expect((await bounded.signer.send(LIST)).profiles).toEqual([]);
  });

  test("is allowed while a condition on the version of the profile holds", async () => {
    const arn = await account.createProfile("pinned");
    const version = arn.split("/").at(-1) ?? "";
    const get = new GetSigningProfileCommand({ profileName: "pinned" });
    const pinnedTo = async (name: string, value: string) => {
      const Condition = { StringEquals: { "signer:ProfileVersion": value } };
      const statement = { Effect: "Allow", Action: "signer:GetSigningProfile", Resource: "*", Condition };
      return account.assume(await account.createRole(name, [statement]));
    };
    expect((await (await pinnedTo("current", version)).signer.send(get)).profileVersion).toBe(version);
    const earlier = await pinnedTo("earlier", "0123456789");
    expect(await errorOf(earlier.signer.send(get))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("is allowed as a user while the access key exists and the policy allows it", async () => {
    const { clients, accessKeyId } = await createUser(account, "alice");
    expect((await clients.signer.send(LIST)).profiles).toEqual([]);
    await account.root.iam.send(new DeleteUserPolicyCommand({ UserName: "alice", PolicyName: "policy" }));
    expect(await errorOf(clients.signer.send(LIST))).toMatchObject({ name: "AccessDeniedException" });
    await account.root.iam.send(new DeleteAccessKeyCommand({ UserName: "alice", AccessKeyId: accessKeyId }));
    expect(await errorOf(clients.signer.send(LIST))).toMatchObject({ name: "UnrecognizedClientException" });
  });

  test("is recognized by credentials that its own session obtained", async () => {
    const target = await account.createRole("target", MAY_LIST);
    const start = await account.assume(
      await account.createRole("start", [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: target }]),
    );
    const { Credentials: session } = await start.sts.send(
      new AssumeRoleCommand({ RoleArn: target, RoleSessionName: "on" }),
    );
    const clients = account.as({
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken,
    });
    expect((await clients.signer.send(LIST)).profiles).toEqual([]);
  });

  test("is distinguished from the callers of other accounts", async () => {
    const other = new TestAccount(sandbox);
    await account.createProfile("mine");
    expect((await account.root.signer.send(LIST)).profiles).toHaveLength(1);
    expect((await other.root.signer.send(LIST)).profiles).toEqual([]);
    other.destroy();
  });
});

async function createUser(account: TestAccount, UserName: string): Promise<{ clients: Clients; accessKeyId: string }> {
  const { iam } = account.root;
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "policy", PolicyDocument: policy(MAY_LIST) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials: Credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return { clients: account.as(credentials), accessKeyId: credentials.accessKeyId };
}
