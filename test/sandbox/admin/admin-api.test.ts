import { X509Certificate } from "node:crypto";
import { GetSigningProfileCommand, ListSigningProfilesCommand } from "@aws-sdk/client-signer";
import type { CallFilter } from "../../../sandbox/client";
import { describeWithSandbox } from "../../sandbox-under-test";
import { errorOf, TestAccount } from "../test-account";

describeWithSandbox("the sandbox beside AWS", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  test("reports that it is healthy", async () => {
    expect(await (await fetch(`${sandbox.url}/_sandbox/health`)).json()).toEqual({ status: "ok" });
  });

  test("serves the root certificate of its signatures", async () => {
    const root = new X509Certificate(await sandbox.signingRoot());
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
  });

  test("records calls with their outcome, until they are cleared", async () => {
    await account.createProfile("one");
    const repeated = await errorOf(account.createProfile("one"));
    await account.root.signer.send(new ListSigningProfilesCommand({}));
    const call = {
      service: "signer",
      accountId: account.id,
      region: "us-east-1",
      principalArn: `arn:aws:iam::${account.id}:root`,
    };
    expect(await sandbox.calls({ accountId: account.id, service: "signer" })).toMatchObject([
      { ...call, operation: "PutSigningProfile", profileName: "one", status: 200 },
      { ...call, operation: "PutSigningProfile", profileName: "one", status: 400, errorCode: repeated.name },
      { ...call, operation: "ListSigningProfiles", status: 200 },
    ]);
    await sandbox.clearCalls({ accountId: account.id, operation: "PutSigningProfile" });
    const left = await sandbox.calls({ accountId: account.id });
    expect(left.map(({ operation }) => operation)).toEqual(["ListSigningProfiles"]);
  });

  test("records each request that the backend serves, too", async () => {
    const bucket = await account.createBucket();
    await sandbox.clearCalls({ accountId: account.id });
    await account.putObject(bucket, "key", "content");
    await account.putObject(bucket, "key", "other content");
    const call = { service: "s3", accountId: account.id, status: 200 };
    expect(await sandbox.calls({ accountId: account.id })).toMatchObject([call, call]);
  });

  test("records calls that were refused, without an account", async () => {
    const profileName = `profile_${account.id}`;
    const impostor = account.as({ accessKeyId: account.id, secretAccessKey: "guess" });
    await errorOf(impostor.signer.send(new GetSigningProfileCommand({ profileName })));
    const [call] = await sandbox.calls({ profileName });
    expect(call).toMatchObject({ status: 403, errorCode: "InvalidSignatureException" });
    expect(call.accountId).toBeUndefined();
  });

  test("refuses a filter that it does not know", async () => {
    const filter = { operations: "StartSigningJob" } as CallFilter;
    expect((await errorOf(sandbox.calls(filter))).message).toMatch(
      /Calls are filtered by service, operation, .*, not by operations/,
    );
  });

  test("refuses unknown operations, and calls from web pages", async () => {
    expect((await fetch(`${sandbox.url}/_sandbox/magic`)).status).toBe(404);
    const page = { method: "DELETE", headers: { origin: "https://example.com" } };
    expect((await fetch(`${sandbox.url}/_sandbox/calls`, page)).status).toBe(403);
  });
});
