import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { verifySignature, type SignedContent } from "../../../sandbox/gateway/signature-verification";
import { signatureOf, type RequestSignature } from "../../../sandbox/gateway/signed-request";

const SECRET = "secret";
const NOW = new Date("2026-03-04T05:06:07Z");
const HOST = "127.0.0.1:4747";
const signer = new SignatureV4({
  service: "signer",
  region: "eu-west-1",
  credentials: { accessKeyId: "AKID", secretAccessKey: SECRET, sessionToken: "token" },
  sha256: Sha256,
});

interface Request {
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly body: string;
}

const REQUEST: Request = { path: "/signing-jobs", query: {}, body: "{}" };

async function sign(request: Request): Promise<{ content: SignedContent; signature: RequestSignature }> {
  const unsigned = { method: "POST", protocol: "http:", hostname: "127.0.0.1", ...request, headers: { host: HOST } };
  const { headers } = await signer.sign(unsigned, { signingDate: NOW });
  const rawQuery = new URLSearchParams(
    Object.entries(request.query).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, each]),
    ),
  )
    .toString()
    .replace(/\+/g, "%20");
  const content = { method: "POST", path: request.path, rawQuery, headers, body: Buffer.from(request.body) };
  return { content, signature: found(signatureOf(headers, new URLSearchParams(rawQuery))) };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is no signature");
  return value;
}

test.each<[string, Partial<Request>]>([
  ["a plain request", {}],
  ["an encoded ARN in the path", { path: "/tags/arn%3Aaws%3Asigner%3Aus-east-1%3A1%3A%2Fsigning-profiles%2Fp" }],
  ["doubled slashes and dots in the path", { path: "/a//b/./c/../d/" }],
  ["repeated and odd query parameters", { query: { tagKeys: ["b", "a", "b"], "odd name": "x y+z&=é", empty: "" } }],
  ["a body beyond ASCII", { body: '{"reason":"é☃"}' }],
])("the signature of an AWS SDK is right: %s", async (_, request) => {
  const { content, signature } = await sign({ ...REQUEST, ...request });
  expect(signature).toMatchObject({
    accessKeyId: "AKID",
    region: "eu-west-1",
    service: "signer",
    sessionToken: "token",
  });
  expect(() => verifySignature(content, signature, SECRET, NOW)).not.toThrow();
});

test.each<[string, (content: SignedContent) => SignedContent]>([
  ["method", (content) => ({ ...content, method: "PUT" })],
  ["path", (content) => ({ ...content, path: "/signing-profiles" })],
  ["query", (content) => ({ ...content, rawQuery: "profileOwner=222222222222" })],
  ["host", (content) => ({ ...content, headers: { ...content.headers, host: "elsewhere" } })],
  ["session token", (content) => ({ ...content, headers: { ...content.headers, "x-amz-security-token": "other" } })],
])("a signature is wrong for another %s", async (_, change) => {
  const { content, signature } = await sign(REQUEST);
  expect(() => verifySignature(change(content), signature, SECRET, NOW)).toThrow(
    /does not match the signature you provided/,
  );
});

test("a signature is invalid for another body, with or without the new hash in the header", async () => {
  const { content, signature } = await sign(REQUEST);
  const body = Buffer.from('{"changed":true}');
  expect(() => verifySignature({ ...content, body }, signature, SECRET, NOW)).toThrow(/does not match/);
  const headers: Record<string, string> = { ...content.headers };
  delete headers["x-amz-content-sha256"];
  expect(() => verifySignature({ ...content, body, headers }, signature, SECRET, NOW)).toThrow(/does not match/);
});

test("a signature is invalid for another secret", async () => {
  const { content, signature } = await sign(REQUEST);
  expect(() => verifySignature(content, signature, "guess", NOW)).toThrow(/does not match/);
});

test.each([
  [301, /^Signature expired: 20260304T050607Z is now earlier than 20260304T050608Z$/],
  [-301, /^Signature not yet current: 20260304T050607Z is still later than/],
])("a signature is refused %i seconds after its time", async (seconds, message) => {
  const { content, signature } = await sign(REQUEST);
  const now = new Date(NOW.getTime() + seconds * 1000);
  expect(() => verifySignature(content, signature, SECRET, now)).toThrow(message);
});

test("a signature that omits the host is refused", async () => {
  const { content, signature } = await sign(REQUEST);
  const signedHeaders = signature.signedHeaders.filter((name) => name !== "host");
  expect(() => verifySignature(content, { ...signature, signedHeaders }, SECRET, NOW)).toThrow(
    /must be a 'SignedHeader'/,
  );
});

test.each([
  [{}],
  [{ authorization: "Bearer token" }],
  [
    {
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKID/20260304/eu-west-1/aws4_request, SignedHeaders=host, Signature=00",
    },
  ],
])("a request with an incomplete signature counts as unsigned: %j", (headers) => {
  expect(signatureOf(headers, new URLSearchParams())).toBeUndefined();
});
