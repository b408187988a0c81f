import { request } from "node:http";
import { Sha256 } from "@aws-crypto/sha256-js";
import { ListSigningProfilesCommand } from "@aws-sdk/client-signer";
import { SignatureV4 } from "@smithy/signature-v4";
import { describeWithSandbox } from "../../sandbox-under-test";
import { TestAccount } from "../test-account";

describeWithSandbox("a request", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  const SCOPE = "20260101/us-east-1/signer";
  const REST = "SignedHeaders=host, Signature=00";
  test.each([
    ["a bearer token", "Bearer x"],
    ["a credential scope of four parts", `AWS4-HMAC-SHA256 Credential=111111111111/${SCOPE}, ${REST}`],
    ["a signature of version 2", "AWS key:signature"],
    ["no date", `AWS4-HMAC-SHA256 Credential=111111111111/${SCOPE}/aws4_request, ${REST}`],
  ])("with %s is refused for AWS Signer and for a bucket", async (_, authorization) => {
    const bucket = await account.createBucket();
    await account.putObject(bucket, "key", "secret");
    for (const path of ["/signing-profiles", "/signing-jobs/1", "/tags/arn:aws:signer:x", `/${bucket}/key`]) {
      const response = await fetch(`${sandbox.url}${path}`, { headers: { authorization } });
      expect([path, response.status]).toEqual([path, 403]);
      expect(response.headers.get("x-amzn-errortype")).toBe("IncompleteSignatureException");
    }
  });

  test.each(["/signing-profiles", "/signing-jobs", "/signing-platforms/x", "/revocations", "/signing-jobs/1/what"])(
    "without a signature is refused for %s",
    async (path) => {
      const response = await fetch(`${sandbox.url}${path}`);
      expect(response.status).toBe(403);
      expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    },
  );

  test("that is signed for another service does not reach the backend's own AWS Signer", async () => {
    const { url } = await signedUrl("GET", "/signing-profiles", "execute-api");
    const response = await fetch(url);
    expect(response.status).toBe(403);
  });

  test("for an object of a bucket with the name of a path of AWS Signer reaches Amazon S3", async () => {
    const { url } = await signedUrl("GET", "/signing-jobs/key", "s3");
    expect(await (await fetch(url)).text()).toMatch(/^<\?xml[^]*<Error>/);
  });

  test("with a presigned URL is served by AWS Signer", async () => {
    await account.createProfile("profile");
    const { url } = await signedUrl("GET", "/signing-profiles", "signer", { maxResults: "5" });
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ profiles: [{ profileName: "profile" }] });
  });

  test("with too large a body is answered with 413 before the body has arrived", async () => {
    const { hostname, port } = new URL(sandbox.url);
    const { headers } = await signedUrl("POST", "/signing-jobs", "signer");
    const length = 100 * 1024 * 1024;
    const status = await new Promise<number>((done, failed) => {
      const upload = request({
        hostname,
        port,
        method: "POST",
        path: "/signing-jobs",
        headers: { ...headers, "content-length": length },
      });
      upload.once("response", (response) => done(response.statusCode ?? 0));
      upload.once("error", failed);
      upload.write("x");
    });
    expect(status).toBe(413);
  });

  test("with too large a body is read to its end, for clients that send before they read", async () => {
    const { headers } = await signedUrl("POST", "/signing-jobs", "signer");
    const body = Buffer.alloc(80 * 1024 * 1024);
    const response = await fetch(`${sandbox.url}/signing-jobs`, { method: "POST", headers, body });
    expect(response.status).toBe(413);
  });

  test("gets an answer with a request id from every service, including errors", async () => {
    const answers = await Promise.all([
      fetch(`${sandbox.url}/signing-profiles`),
      fetch((await signedUrl("GET", "/signing-profiles", "signer")).url),
      fetch((await signedUrl("GET", "/2015-03-31/functions/none", "lambda")).url),
      fetch((await signedUrl("GET", "/2020-04-22/code-signing-configs", "lambda")).url),
      fetch((await signedUrl("GET", "/none/key", "s3")).url),
    ]);
    for (const answer of answers) {
      expect([answer.url, answer.headers.get("x-amzn-requestid")]).toEqual([answer.url, expect.stringMatching(/.+/)]);
    }
  });

  test("to AWS Signer with the SDK returns its id", async () => {
    const { $metadata } = await account.root.signer.send(new ListSigningProfilesCommand({}));
    expect($metadata.requestId).toMatch(/.+/);
  });

  async function signedUrl(
    method: string,
    path: string,
    service: string,
    query: Record<string, string> = {},
  ): Promise<{ url: string; headers: Record<string, string> }> {
    const { hostname, port, host } = new URL(sandbox.url);
    const signer = new SignatureV4({
      service,
      region: "us-east-1",
      credentials: account.rootCredentials,
      sha256: Sha256,
      uriEscapePath: service !== "s3",
    });
    const message = { method, protocol: "http:", hostname, port: Number(port), path, query, headers: { host } };
    const presigned = await signer.presign(message);
    const signed = await signer.sign(message);
    const { host: _, ...headers } = signed.headers;
    return {
      url: `${sandbox.url}${path}?${new URLSearchParams(presigned.query as Record<string, string>).toString()}`,
      headers,
    };
  }
});
