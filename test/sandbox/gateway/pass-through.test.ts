import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { Sha256 } from "@aws-crypto/sha256-js";
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { SignatureV4 } from "@smithy/signature-v4";
import { describeWithSandbox } from "../../sandbox-under-test";
import { errorOf, TestAccount } from "../test-account";

describeWithSandbox("a service of the backend, behind the gateway", (sandbox) => {
  let account: TestAccount;
  let Bucket: string;
  beforeEach(async () => {
    account = new TestAccount(sandbox);
    Bucket = await account.createBucket();
  });
  afterEach(() => account.destroy());

  test.each([
    "plain.zip",
    "with space.zip",
    "a+b=c&d.zip",
    "100%.zip",
    "é/☃/日本.zip",
    "what?.zip",
    "a//b.zip",
    "~!'()*;:@$,#[]",
  ])("stores and returns an object with the key %s", async (Key) => {
    const Body = randomBytes(1000);
    const { VersionId } = await account.root.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    const answer = await account.root.s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    const { Contents } = await account.root.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
  });

  test("keeps the versions of an object apart", async () => {
    const versions = [await account.putObject(Bucket, "key", "one"), await account.putObject(Bucket, "key", "two")];
    const read = async (VersionId: string) => {
      const answer = await account.root.s3.send(new GetObjectCommand({ Bucket, Key: "key", VersionId }));
      return answer.Body?.transformToString();
    };
    expect(await Promise.all(versions.map(read))).toEqual(["one", "two"]);
  });

  test("answers HEAD with the headers of the object and no body", async () => {
    await account.putObject(Bucket, "key", "12345");
    const head = await account.root.s3.send(new HeadObjectCommand({ Bucket, Key: "key" }));
    expect(head.ContentLength).toBe(5);
    expect(await errorOf(account.root.s3.send(new HeadObjectCommand({ Bucket, Key: "none" })))).toMatchObject({
      name: "NotFound",
    });
  });

  test("passes large objects on without reading them into memory", async () => {
    const Body = Buffer.alloc(24 * 1024 * 1024, randomBytes(1024));
    await account.root.s3.send(new PutObjectCommand({ Bucket, Key: "large", Body }));
    await account.root.s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/large` }));
    const answer = await account.root.s3.send(new GetObjectCommand({ Bucket, Key: "copy" }));
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
  });

  test("serves presigned URLs", async () => {
    await account.putObject(Bucket, "key", "signed by its URL");
    const response = await fetch(await presign(account, sandbox.url, `/${Bucket}/key`));
    expect(await response.text()).toBe("signed by its URL");
  });

  test("refuses what the caller's policy does not allow, with the service's error", async () => {
    await account.putObject(Bucket, "key", "secret");
    const nobody = await account.assume(await account.createRole("nobody", []));
    const error = await errorOf(nobody.s3.send(new GetObjectCommand({ Bucket, Key: "key" })));
    expect(error).toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    expect(error.message).toMatch(/assumed-role\/nobody\/test is not authorized to perform: s3:GetObject/);
  });

  test("cannot be reached at the backend's own endpoints", async () => {
    const response = await fetch(`${sandbox.url}/_ministack/reset`, { method: "POST" });
    expect(response.status).toBe(404);
    await account.putObject(Bucket, "key", "the bucket is still there");
  });

  test("survives a client that disconnects during its upload", async () => {
    await new Promise<void>((gone) => {
      const upload = request(`${sandbox.url}/${Bucket}/half`, {
        method: "PUT",
        headers: { "content-length": "1000000" },
      });
      upload.on("error", () => gone());
      upload.write("half", () => upload.destroy(new Error("gone")));
    });
    await account.putObject(Bucket, "key", "still served");
  });
});

async function presign({ rootCredentials }: TestAccount, url: string, path: string): Promise<string> {
  const { protocol, hostname, port, host } = new URL(url);
  const signer = new SignatureV4({
    service: "s3",
    region: "us-east-1",
    credentials: rootCredentials,
    sha256: Sha256,
    uriEscapePath: false,
  });
  const unsigned = {
    method: "GET",
    protocol,
    hostname,
    port: Number(port),
    path,
    query: {},
    headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
  };
  const { query } = await signer.presign(unsigned, { expiresIn: 60 });
  return `${url}${path}?${new URLSearchParams(query as Record<string, string>).toString()}`;
}
