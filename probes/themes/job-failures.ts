import { accepts, says, refuses, type Lie } from "../lies/lie";
import { observe, type Expected, type Observation } from "../observation";
import { choice, guide, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const NOT_DOCUMENTED = choice("AWS documents that the job cannot succeed, but not whether it is started");
const EITHER_WAY = "the handler reports a refusal as well as a failed job; the sandbox fails the job";
const FAILED = { status: 200, body: { status: "Failed", statusReason: /./ } };

const succeeds: Lie = says("DescribeSigningJob", (body) => {
  if (body.status === "Failed") body.status = "Succeeded";
});
const isRefused = refuses("StartSigningJob", 400, "ValidationException");

/** Sources and destinations with which a job is started, and fails. */
export const jobFailures: readonly Probe[] = [
  {
    id: "job-failures/missing-key",
    assumption: "A job with a source key that does not exist is started, and fails",
    source: NOT_DOCUMENTED,
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: isRefused,
    ask: async (asking) => failsWith(asking, { key: "source/missing.zip" }),
  },
  {
    id: "job-failures/missing-version",
    assumption: "A job with a source version that does not exist is started, and fails",
    source: NOT_DOCUMENTED,
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: succeeds,
    ask: async (asking) => failsWith(asking, { version: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }),
  },
  {
    id: "job-failures/missing-bucket",
    assumption: "A job with a source bucket that does not exist is started, and fails",
    source: NOT_DOCUMENTED,
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: isRefused,
    ask: async (asking) => failsWith(asking, { bucketName: asking.prepared.names.name("missing") }),
  },
  {
    id: "job-failures/no-versioning",
    assumption: "A job with a source in a bucket without versioning is started, and fails",
    source: guide("api-signing"),
    usedBy: `${EITHER_WAY}; SigningSource.fromAsset refuses such a bucket where the object is stored`,
    isRelied: false,
    lie: succeeds,
    ask: async (asking) =>
      observe(
        await asking.outcome({
          source: { s3: { ...(await asking.prepared.object("package", "unversioned")), version: "null" } },
        }),
        FAILED,
      ),
  },
  {
    id: "job-failures/bad-source-is-reported",
    assumption: "A source that does not exist is reported in some way: no job with it succeeds",
    source: guide("api-signing"),
    usedBy: "the library returns no signed object of a job that did not succeed",
    isRelied: true,
    lie: (exchange) => {
      accepts("StartSigningJob", { jobId: "00000000-0000-4000-8000-000000000000", jobOwner: "0" })(exchange);
      accepts("DescribeSigningJob", { status: "Succeeded" })(exchange);
      succeeds(exchange);
    },
    ask: async (asking) => {
      const source = { ...(await asking.prepared.object("package")), key: "source/missing.zip" };
      const { status, body } = await asking.outcome({ source: { s3: source } });
      const isReported = (status >= 400 && status < 500) || body?.status === "Failed";
      return observe({ isReported, status, job: body?.status ?? null }, { isReported: true });
    },
  },
  {
    id: "job-failures/empty-package",
    assumption: "A job with an empty object is started, and fails",
    source: guide("gs-create-job"),
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: isRefused,
    ask: async (asking) => outcomeOf(asking, "empty", FAILED),
  },
  {
    id: "job-failures/no-zip",
    assumption: "A job with an object that is no zip is started, and fails",
    source: guide("gs-create-job"),
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: succeeds,
    ask: async (asking) => outcomeOf(asking, "text", FAILED),
  },
  {
    id: "job-failures/no-entries",
    assumption: "A job with a zip without any entry is started, and fails",
    source: choice("AWS documents that malformed archives fail, and says nothing of empty ones"),
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: succeeds,
    ask: async (asking) => outcomeOf(asking, "no-entries", FAILED),
  },
  {
    id: "job-failures/signed-already",
    assumption: "A job with a package that is signed already is started, and fails",
    source: guide("gs-create-job"),
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: succeeds,
    ask: async (asking) => outcomeOf(asking, "signed", FAILED),
  },
  {
    id: "job-failures/missing-destination",
    assumption: "A job with a destination bucket that does not exist is started, and fails",
    source: NOT_DOCUMENTED,
    usedBy: EITHER_WAY,
    isRelied: false,
    lie: isRefused,
    ask: async (asking) => {
      const bucketName = asking.prepared.names.name("missing");
      return observe(await asking.outcome({ destination: { s3: { bucketName, prefix: "signed/" } } }), FAILED);
    },
  },
  {
    id: "job-failures/no-signed-object",
    assumption: "A failed job has no signedObject and no signatureExpiresAt",
    source: choice("published live tests saw it; the model says nothing"),
    usedBy: "`signedObject` and `signatureExpiresAt` of a failed job are `null`",
    isRelied: true,
    lie: says("DescribeSigningJob", (body) => {
      body.signedObject = { s3: { bucketName: "b", key: "k" } };
    }),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.failedJob();
      return observe((await asking.describe(jobId)).body, { signedObject: null, signatureExpiresAt: null });
    },
  },
  {
    id: "job-failures/reason",
    assumption: "A failed job has a statusReason and completedAt",
    source: choice("the API has both members, and does not say when they are there"),
    usedBy: "the error SigningJobFailed repeats the reason",
    isRelied: false,
    lie: says("DescribeSigningJob", (body) => {
      delete body.statusReason;
    }),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.failedJob();
      return observe((await asking.describe(jobId)).body, {
        status: "Failed",
        statusReason: /./,
        completedAt: (time: unknown) => typeof time === "number",
      });
    },
  },
  {
    id: "job-failures/suspended-versioning",
    assumption: 'The version "null" of an object is signed where versioning of its bucket is suspended',
    source: choice("published live tests saw it; AWS documents that the bucket has to be versioned"),
    usedBy: '`SigningSource` accepts the version "null"',
    isRelied: false,
    lie: says("DescribeSigningJob", (body) => {
      body.status = "Failed";
    }),
    ask: async (asking) => {
      const source = { ...(await asking.prepared.object("package", "suspended")), version: "null" };
      return observe(await asking.outcome({ source: { s3: source } }), { body: { status: "Succeeded" } });
    },
  },
];

async function failsWith(asking: Asking, change: Partial<{ bucketName: string; key: string; version: string }>) {
  const source = { ...(await asking.prepared.object("package")), ...change };
  return observe(await asking.outcome({ source: { s3: source } }), FAILED);
}

async function outcomeOf(
  asking: Asking,
  object: "empty" | "text" | "no-entries" | "signed",
  expected: Expected,
): Promise<Observation> {
  return observe(await asking.outcome({ source: { s3: await asking.prepared.object(object) } }), expected);
}
