import { DescribeSigningJobCommand, ListSigningJobsCommand } from "@aws-sdk/client-signer";
import { hasHeader, refuses, says, type Json } from "../lies/lie";
import { observe, type Expected } from "../observation";
import { api, BY_OTHERS, choice, document, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DESCRIBED = api("DescribeSigningJob");
const RESULT = "src/handler/signing-result.ts: the attributes of a SigningJob";
const SLACK_MS = 2_000;
const isNumber = (value: unknown): boolean => typeof value === "number";

/** What AWS Signer says of a job that it has started. */
export const jobRecords: readonly Probe[] = [
  {
    id: "job-records/start",
    assumption: "StartSigningJob answers 200 with a UUID as jobId and the account as jobOwner",
    source: api("StartSigningJob"),
    usedBy: "src/handler/aws/sdk-signer.ts; an answer without jobId counts as broken",
    isRelied: true,
    lie: says("StartSigningJob", (body) => {
      delete body.jobOwner;
    }),
    ask: async (asking) =>
      observe(await asking.start(), {
        status: 200,
        body: { jobId: UUID, jobOwner: asking.prepared.surroundings.accountId },
      }),
  },
  {
    id: "job-records/known-at-once",
    assumption: "DescribeSigningJob knows a job right after StartSigningJob has answered",
    source: choice("AWS does not document it"),
    usedBy: "the handler retries an unknown job for 10 s, so a delay costs time only",
    isRelied: false,
    lie: refuses("DescribeSigningJob", 404, "ResourceNotFoundException"),
    ask: async (asking) => observe(await describeNewJob(asking), { status: 200 }),
  },
  {
    id: "job-records/in-progress",
    assumption: "A job is InProgress right after its start, without signedObject, completedAt and revocationRecord",
    source: BY_OTHERS,
    usedBy: "src/handler/await-job.ts waits for the end of the job",
    isRelied: false,
    lie: says("DescribeSigningJob", (body) => {
      body.status = "Succeeded";
    }),
    ask: async (asking) =>
      observe((await describeRunningJob(asking)).body, {
        status: "InProgress",
        signedObject: null,
        completedAt: null,
        revocationRecord: null,
      }),
  },
  {
    id: "job-records/known-statuses",
    assumption: "The status of a job is InProgress, Succeeded or Failed, and nothing else",
    source: DESCRIBED,
    usedBy: "src/handler/await-job.ts waits on with every status but Succeeded and Failed",
    isRelied: true,
    lie: says("DescribeSigningJob", (body) => {
      body.status = "Revoked";
    }),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.revokedJob();
      return observe((await asking.describe(jobId)).body, { status: /^(InProgress|Succeeded|Failed)$/ });
    },
  },
  {
    id: "job-records/date-header",
    assumption: "Every answer has a Date header",
    source: document("https://www.rfc-editor.org/rfc/rfc9110#name-date"),
    usedBy: "the handler judges by it whether a failed job is an earlier one",
    isRelied: true,
    lie: hasHeader("DescribeSigningJob", "date", undefined),
    ask: async (asking) =>
      observe((await describeNewJob(asking)).headers, { date: /^\w{3}, \d\d \w{3} \d{4} .* GMT$/ }),
  },
  {
    id: "job-records/clock",
    assumption: "createdAt of a new job and the Date header of the answer differ by less than 2 s",
    source: choice("AWS does not document which clock it uses"),
    usedBy:
      "CLOCK_SLACK_MS in src/handler/await-job.ts: a failed job is an earlier one if it is older than the invocation",
    isRelied: true,
    lie: says("DescribeSigningJob", (body) => {
      body.createdAt -= 10;
    }),
    ask: async (asking) => {
      const before = Date.now();
      const { headers, body } = await describeNewJob(asking);
      // What passed between the start and the answer is no difference of clocks.
      const elapsedMs = Date.now() - before;
      const differenceMs = Math.round(Date.parse(headers.date) - body.createdAt * 1000);
      return observe({ differenceMs }, { differenceMs: (ms: number) => ms > -SLACK_MS && ms < SLACK_MS + elapsedMs });
    },
  },
  {
    id: "job-records/created-at-stays",
    assumption: "createdAt of a job does not change",
    source: DESCRIBED,
    usedBy: "src/handler/await-job.ts compares it with the beginning of the invocation",
    isRelied: true,
    lie: says("DescribeSigningJob", (body, { nth }) => {
      body.createdAt += nth;
    }),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.succeededJob();
      const [one, other] = [await asking.describe(jobId), await asking.describe(jobId)];
      return observe({ isSame: one.body?.createdAt === other.body?.createdAt }, { isSame: true });
    },
  },
  {
    id: "job-records/times",
    assumption: "Times are numbers of seconds since 1970, and completedAt is not before createdAt",
    source: document("https://github.com/boto/botocore/blob/develop/botocore/data/signer/2017-08-25/service-2.json"),
    usedBy: RESULT,
    isRelied: true,
    lie: says("DescribeSigningJob", (body) => {
      body.createdAt = new Date().toISOString();
    }),
    ask: async (asking) => {
      const { createdAt, completedAt, signatureExpiresAt } = await succeeded(asking);
      return observe(
        { createdAt, completedAt, signatureExpiresAt, isInOrder: completedAt >= createdAt },
        { createdAt: isNumber, completedAt: isNumber, signatureExpiresAt: isNumber, isInOrder: true },
      );
    },
  },
  succeededHas("status-reason", 'A successful job has the statusReason "Signing Succeeded"', BY_OTHERS, false, {
    lieAbout: "statusReason",
    expected: () => ({ statusReason: "Signing Succeeded" }),
  }),
  succeededHas("source", "A job repeats its source as it was sent: bucket, key and version", DESCRIBED, true, {
    lieAbout: "source",
    expected: (job) => ({ source: { s3: { ...job.source.s3 } } }),
  }),
  succeededHas("profile", "A job names its profile and the version of the profile", DESCRIBED, true, {
    lieAbout: "profileVersion",
    expected: (job) => ({ profileName: job.profileName, profileVersion: /^[a-zA-Z0-9]{10}$/ }),
  }),
  succeededHas("platform", 'A job names its platform: AWSLambda-SHA384-ECDSA, "AWS Lambda"', BY_OTHERS, false, {
    lieAbout: "platformDisplayName",
    expected: () => ({ platformId: "AWSLambda-SHA384-ECDSA", platformDisplayName: "AWS Lambda" }),
  }),
  succeededHas("accounts", "A job names the accounts of its owner and its invoker", DESCRIBED, true, {
    lieAbout: "jobInvoker",
    expected: (job) => ({ jobOwner: job.jobOwner, jobInvoker: job.jobOwner }),
  }),
  succeededHas("requested-by", "A job names the ARN of the principal that started it", DESCRIBED, false, {
    lieAbout: "requestedBy",
    expected: (job) => ({ requestedBy: new RegExp(`^arn:[a-z-]+:(iam|sts)::${job.jobOwner}:`) }),
  }),
  succeededHas("not-revoked", "A job that is not revoked has no revocationRecord", DESCRIBED, true, {
    lieAbout: "revocationRecord",
    expected: () => ({ revocationRecord: null }),
  }),
  succeededHas("expiry", "A signature is valid for 135 months by default", api("PutSigningProfile"), false, {
    lieAbout: "signatureExpiresAt",
    expected: (job) => ({ signatureExpiresAt: (time: number) => isMonthsAfter(time, job.completedAt, 135) }),
  }),
  {
    id: "job-records/list",
    assumption: "ListSigningJobs lists a job with isRevoked, and without statusReason and requestedBy",
    source: api("SigningJob"),
    usedBy: "nothing but the sandbox: the library describes jobs",
    isRelied: false,
    lie: says("ListSigningJobs", (body) => {
      body.jobs.forEach((job: Json) => (job.requestedBy = "somebody"));
    }),
    ask: async (asking) => {
      const { jobId } = await asking.prepared.succeededJob();
      for (let nextToken: string | undefined; ;) {
        const { status, body } = await asking.signer(new ListSigningJobsCommand({ nextToken, maxResults: 25 }));
        const job = body?.jobs?.find((each: Json) => each.jobId === jobId);
        nextToken = body?.nextToken;
        if (job === undefined && nextToken) continue;
        return observe({ status, job }, { job: { isRevoked: false, requestedBy: null, statusReason: null } });
      }
    },
  },
  {
    id: "job-records/side-by-side",
    assumption: "DescribeSigningJob finds a job by its id alone, also while other jobs run",
    source: DESCRIBED,
    usedBy: "the handler polls jobs side by side",
    isRelied: true,
    lie: says("DescribeSigningJob", (body) => {
      body.jobId = "00000000-0000-4000-8000-000000000000";
    }),
    ask: async (asking) => {
      const ids = (await Promise.all([asking.start(), asking.start()])).map(({ body }) => String(body?.jobId));
      const found = await Promise.all(
        ids.map(async (jobId) => asking.signer(new DescribeSigningJobCommand({ jobId }))),
      );
      return observe({ isEach: found.every(({ body }, index) => body?.jobId === ids[index]) }, { isEach: true });
    },
  },
];

interface Member {
  /** Changed by the lie. */
  readonly lieAbout: string;
  readonly expected: (job: Json) => Expected;
}

/** A statement about the job that has succeeded; `expected` gets what is true of it. */
function succeededHas(
  what: string,
  assumption: string,
  source: Probe["source"],
  isRelied: boolean,
  { lieAbout, expected }: Member,
): Probe {
  return {
    id: `job-records/${what}`,
    assumption,
    source,
    usedBy: RESULT,
    isRelied,
    lie: says("DescribeSigningJob", (body) => {
      body[lieAbout] = lieAbout in body && typeof body[lieAbout] === "number" ? 1 : "a lie";
    }),
    ask: async (asking) => {
      const job = await succeeded(asking);
      const { accountId } = asking.prepared.surroundings;
      const { name } = await asking.prepared.profile("main");
      const s3 = await asking.prepared.object("package");
      return observe(job, expected({ ...job, jobOwner: accountId, profileName: name, source: { s3 } }));
    },
  };
}

async function succeeded(asking: Asking): Promise<Json> {
  const { jobId = "" } = await asking.prepared.succeededJob();
  return (await asking.describe(jobId)).body ?? {};
}

async function describeNewJob(asking: Asking) {
  const { status, error, body } = await asking.start();
  if (status !== 200) throw new Error(`StartSigningJob was refused: ${error}`);
  return asking.describe(body.jobId as string);
}

/** On a slow machine, a job can end before it is described: then another one is started. */
async function describeRunningJob(asking: Asking) {
  let answer = await describeNewJob(asking);
  for (let more = 9; more > 0 && answer.body.completedAt !== undefined; more--) answer = await describeNewJob(asking);
  return answer;
}

function isMonthsAfter(later: number, earlier: number, months: number): boolean {
  const date = new Date(earlier * 1000);
  date.setUTCMonth(date.getUTCMonth() + months);
  // A day either way, for whatever a month is there.
  return Math.abs(later * 1000 - date.getTime()) < 36 * 3600 * 1000;
}
