import { GetObjectCommand } from "@aws-sdk/client-s3";
import { unzipSync } from "fflate";
import { ask } from "../aws/answer";
import { says, type Lie } from "../lies/lie";
import { observe, type Observation } from "../observation";
import { BY_OTHERS, choice, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const SIGNATURE_FILE = "META_INF/aws_signer_signature_v1.0.SF";
const POLICY = "the function's role may write `prefix*` and nothing else";

const elsewhere: Lie = says("DescribeSigningJob", (body) => {
  if (body.signedObject) body.signedObject.s3.key = `elsewhere/${body.signedObject.s3.key}`;
});

/** Where the signed object is, and what is in it. */
export const signedObjects: readonly Probe[] = [
  {
    id: "signed-objects/key",
    assumption: "On the Lambda platform the key is prefix, job id, .zip",
    source: BY_OTHERS,
    usedBy: POLICY,
    isRelied: true,
    lie: elsewhere,
    ask: async (asking) => keyOf(asking, "signed/", (jobId) => `signed/${jobId}.zip`),
  },
  {
    id: "signed-objects/prefix-as-it-is",
    assumption: "Nothing stands between prefix and job id",
    source: BY_OTHERS,
    usedBy: POLICY,
    isRelied: true,
    lie: says("DescribeSigningJob", (body) => {
      if (body.signedObject) body.signedObject.s3.key = body.signedObject.s3.key.replace("signed-", "signed-/");
    }),
    ask: async (asking) => keyOf(asking, "signed-", (jobId) => `signed-${jobId}.zip`),
  },
  {
    id: "signed-objects/no-prefix",
    assumption: "Without a prefix the key is job id, .zip",
    source: BY_OTHERS,
    usedBy: POLICY,
    isRelied: false,
    lie: elsewhere,
    ask: async (asking) => keyOf(asking, undefined, (jobId) => `${jobId}.zip`),
  },
  {
    id: "signed-objects/no-extension",
    assumption: "The key ends in .zip even if the key of the source does not",
    source: choice("only sources that end in .zip were measured"),
    usedBy: "nothing: the library reads the key from the job",
    isRelied: false,
    lie: says("DescribeSigningJob", (body) => {
      if (body.signedObject) body.signedObject.s3.key = body.signedObject.s3.key.replace(/\.zip$/, "");
    }),
    ask: async (asking) =>
      keyOf(asking, "signed/", (jobId) => `signed/${jobId}.zip`, {
        source: { s3: await asking.prepared.object("no-extension") },
      }),
  },
  {
    id: "signed-objects/iot-key",
    assumption: "On the platform of AWS IoT Device Management the key is prefix, job id",
    source: BY_OTHERS,
    usedBy: POLICY,
    isRelied: false,
    lie: elsewhere,
    ask: async (asking) =>
      keyOf(asking, "signed/", (jobId) => `signed/${jobId}`, {
        profileName: (await asking.prepared.profile("iot")).name,
      }),
  },
  {
    id: "signed-objects/signature",
    assumption: `A signed package has a file ${SIGNATURE_FILE} with a PKCS7 block`,
    source: BY_OTHERS,
    usedBy: "the sandbox signs and verifies that file",
    isRelied: false,
    lie: (exchange) => {
      if (exchange.operation === "GetObject") exchange.body = Buffer.from("no zip");
    },
    ask: async (asking) => {
      const file = entriesOf(await signedBytes(asking))[SIGNATURE_FILE];
      return observe({ file: file && Buffer.from(file).toString("latin1").slice(0, 40) }, { file: /BEGIN PKCS7/ });
    },
  },
  {
    id: "signed-objects/content",
    assumption: "A signed package keeps all files of the package as they were",
    source: BY_OTHERS,
    usedBy: "a signed package can be deployed in place of the unsigned one",
    isRelied: true,
    lie: (exchange) => {
      if (exchange.operation === "GetObject") exchange.body = Buffer.from("no zip");
    },
    ask: async (asking) => {
      const content = entriesOf(await signedBytes(asking))["index.mjs"];
      return observe(
        { "index.mjs": content && Buffer.from(content).toString() },
        { "index.mjs": "export const handler = async () => 'probe';" },
      );
    },
  },
];

async function keyOf(
  asking: Asking,
  prefix: string | undefined,
  expected: (jobId: string) => string,
  changes: object = {},
): Promise<Observation> {
  const destination = { s3: { bucketName: await asking.prepared.bucket("source"), prefix } };
  const { status, body } = await asking.outcome({ destination, ...changes });
  const { jobId = "", signedObject } = body ?? {};
  return observe(
    { status, bucketName: signedObject?.s3?.bucketName, key: signedObject?.s3?.key },
    { status: 200, bucketName: destination.s3.bucketName, key: expected(jobId as string) },
  );
}

async function signedBytes(asking: Asking): Promise<Buffer> {
  const { signedObject } = await asking.prepared.succeededJob();
  const { bucketName: Bucket, key: Key } = signedObject?.s3 ?? {};
  return (await ask(asking.as.s3, new GetObjectCommand({ Bucket, Key }))).bytes;
}

function entriesOf(zip: Buffer): Record<string, Uint8Array | undefined> {
  try {
    return unzipSync(zip);
  } catch {
    return {};
  }
}
