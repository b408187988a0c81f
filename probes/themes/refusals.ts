import { randomUUID } from "node:crypto";
import {
  ListSigningJobsCommand,
  StartSigningJobCommand,
  type StartSigningJobCommandInput,
} from "@aws-sdk/client-signer";
import { ask } from "../aws/answer";
import { hasHeader, refuses, refusesAs, says, accepts } from "../lies/lie";
import { observe, type Observation } from "../observation";
import { api, BY_OTHERS, choice, document, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const FAILURE_KIND = "src/handler/retry/failure-kind.ts decides by status and code whether to repeat, wait or stop";
const MODEL = document("https://github.com/boto/botocore/blob/develop/botocore/data/signer/2017-08-25/service-2.json");
const STARTED = { jobId: "00000000-0000-4000-8000-000000000000", jobOwner: "000000000000" };

/** What StartSigningJob refuses at once, before there is a job. */
export const refusals: readonly Probe[] = [
  {
    id: "refusals/unknown-profile",
    assumption:
      "StartSigningJob with a profile that does not exist is refused at once with 404 ResourceNotFoundException",
    source: BY_OTHERS,
    usedBy: "the handler retries `notFound` for 20 s, then reports SigningProfileNotFound",
    isRelied: true,
    lie: refusesAs("StartSigningJob", 400, "ValidationException"),
    ask: async (asking) =>
      observe(await asking.start({ profileName: unknownProfile(asking) }), {
        status: 404,
        error: "ResourceNotFoundException",
      }),
  },
  {
    id: "refusals/unknown-profile-in-words",
    assumption: "The refusal of an unknown profile names the profile",
    source: BY_OTHERS,
    usedBy: "the error SigningProfileNotFound repeats the text for the user",
    isRelied: false,
    lie: refusesAs("StartSigningJob", 404, "ResourceNotFoundException"),
    ask: async (asking) => {
      const profileName = unknownProfile(asking);
      return observe(await asking.start({ profileName }), { message: new RegExp(`${profileName}.*does not exist`) });
    },
  },
  {
    id: "refusals/canceled-profile",
    assumption: "StartSigningJob with a canceled profile is refused at once with 400 ValidationException",
    source: choice("AWS documents that a canceled profile cannot start jobs, but not the error"),
    usedBy: "the handler reports SigningJobRefused at once; a 404 would be retried for 20 s",
    isRelied: true,
    lie: refusesAs("StartSigningJob", 404, "ResourceNotFoundException"),
    ask: async (asking) => refusal(asking, { profileName: (await asking.prepared.profile("canceled")).name }),
  },
  {
    id: "refusals/revoked-profile",
    assumption: "StartSigningJob with a revoked profile is refused at once with 400 ValidationException",
    source: choice("AWS documents that a revoked profile cannot start jobs, but not the error"),
    usedBy: "the handler reports SigningJobRefused at once; a 404 would be retried for 20 s",
    isRelied: true,
    lie: accepts("StartSigningJob", STARTED),
    ask: async (asking) => refusal(asking, { profileName: (await asking.prepared.profile("revoked")).name }),
  },
  {
    id: "refusals/image-profile",
    assumption: "StartSigningJob with a profile for container images is refused at once with 400 ValidationException",
    source: document("https://docs.aws.amazon.com/signer/latest/developerguide/container-workflow.html"),
    usedBy: "the library refuses such a profile for a SigningJob at synthesis",
    isRelied: false,
    lie: accepts("StartSigningJob", STARTED),
    ask: async (asking) => refusal(asking, { profileName: (await asking.prepared.profile("notation")).name }),
  },
  {
    id: "refusals/no-source-version",
    assumption: "StartSigningJob without the version of the source is refused with 400 ValidationException",
    source: api("S3Source"),
    usedBy: "the wire contract requires `source.version`",
    isRelied: false,
    lie: accepts("StartSigningJob", STARTED),
    ask: async (asking) => {
      const { bucketName, key } = await asking.prepared.object("package");
      return refusal(asking, { source: { s3: { bucketName, key, version: undefined } } });
    },
  },
  {
    id: "refusals/hyphen-in-profile",
    assumption: "StartSigningJob refuses a profile name with a hyphen with 400 ValidationException",
    source: MODEL,
    usedBy: "`signingProfileName` is checked by the same pattern at synthesis",
    isRelied: false,
    lie: refusesAs("StartSigningJob", 404, "ResourceNotFoundException"),
    ask: async (asking) => refusal(asking, { profileName: "name-with-hyphen" }),
  },
  {
    id: "refusals/short-owner",
    assumption: "StartSigningJob refuses a profileOwner that is not 12 digits with 400 ValidationException",
    source: MODEL,
    usedBy: "`profileOwner` is checked by the same pattern at synthesis and by the handler",
    isRelied: false,
    lie: refusesAs("StartSigningJob", 403, "AccessDeniedException"),
    ask: async (asking) => refusal(asking, { profileOwner: "12345" }),
  },
  {
    id: "refusals/shape",
    assumption: "A refusal has its type in the header x-amzn-errortype, and `message` in a JSON body",
    source: MODEL,
    usedBy: `the AWS SDK reads both; ${FAILURE_KIND}`,
    isRelied: true,
    lie: says("StartSigningJob", (body) => {
      body.Reason = body.message;
      delete body.message;
    }),
    ask: async (asking) => {
      const answer = await asking.start({ profileName: unknownProfile(asking) });
      return observe(answer, {
        headers: { "x-amzn-errortype": /^ResourceNotFoundException/, "content-type": /json/ },
        body: { message: /./ },
      });
    },
  },
  {
    id: "refusals/error-type-header",
    assumption: "The type of a refusal is in the header x-amzn-errortype also where a job is not known",
    source: MODEL,
    usedBy: FAILURE_KIND,
    isRelied: true,
    lie: hasHeader("DescribeSigningJob", "x-amzn-errortype", undefined),
    ask: async (asking) =>
      observe(await asking.describe(randomUUID()), {
        headers: { "x-amzn-errortype": /^ResourceNotFoundException/ },
      }),
  },
  {
    id: "refusals/no-job",
    assumption: "A refused request leaves no job behind",
    source: BY_OTHERS,
    usedBy: "the error SigningJobRefused says that no job was started",
    isRelied: true,
    lie: says("ListSigningJobs", (body) => {
      body.jobs = [{ jobId: randomUUID(), profileName: "canceled", source: {} }];
    }),
    ask: async (asking) => {
      const { name } = await asking.prepared.profile("canceled");
      await asking.start({ profileName: name });
      const { body } = await asking.signer(new ListSigningJobsCommand({ maxResults: 25 }));
      const ofProfile = (body.jobs ?? []).filter((job: { profileName: string }) => /canceled$/.test(job.profileName));
      return observe({ jobsOfProfile: ofProfile.length }, { jobsOfProfile: 0 });
    },
  },
  {
    id: "refusals/unknown-job",
    assumption: "DescribeSigningJob of an unknown job is refused with 404 ResourceNotFoundException",
    source: api("DescribeSigningJob"),
    usedBy: "the handler retries it for 10 s after a start, and treats it as nothing to revoke in a destroy",
    isRelied: true,
    lie: refusesAs("DescribeSigningJob", 400, "ValidationException"),
    ask: async (asking) =>
      observe(await asking.describe(randomUUID()), { status: 404, error: "ResourceNotFoundException" }),
  },
  {
    id: "refusals/wrong-secret",
    assumption: "A signature that does not match is refused with 403 InvalidSignatureException",
    source: document("https://docs.aws.amazon.com/signer/latest/api/CommonErrors.html"),
    usedBy: "the handler retries it for 10 s only (`badSignature`), and not as long as a denied request",
    isRelied: true,
    lie: refusesAs("DescribeSigningJob", 403, "AccessDeniedException"),
    ask: async (asking) => {
      const credentials = await asking.as.signer.config.credentials();
      const forged = asking.as.with({ credentials: { ...credentials, secretAccessKey: "not-the-secret" } });
      return observe(await asking.describe(randomUUID(), forged), { status: 403, error: "InvalidSignatureException" });
    },
  },
  {
    id: "refusals/unknown-access-key",
    assumption: "An access key that nobody has is refused with 403 UnrecognizedClientException",
    source: document("https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html"),
    usedBy: "the handler stops at once (`badCredentials`)",
    isRelied: true,
    lie: refusesAs("DescribeSigningJob", 403, "AccessDeniedException"),
    ask: async (asking) => {
      const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "nobody" };
      const stranger = asking.as.with({ credentials });
      return observe(await asking.describe(randomUUID(), stranger), {
        status: 403,
        error: "UnrecognizedClientException",
      });
    },
  },
  {
    id: "refusals/slow-clock",
    assumption:
      "A request with a clock that is 10 minutes slow is refused with 403 InvalidSignatureException and a Date",
    source: document("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"),
    usedBy: "the AWS SDK corrects the function's clock by the Date of the refusal, and the handler repeats the request",
    isRelied: true,
    lie: hasHeader("StartSigningJob", "date", undefined),
    ask: async (asking) => {
      const slow = asking.as.with({ systemClockOffset: -10 * 60 * 1000 });
      return observe(await ask(slow.signer, new StartSigningJobCommand(await asking.request())), {
        status: 403,
        error: "InvalidSignatureException",
        headers: { date: /GMT$/ },
      });
    },
  },
  {
    id: "refusals/throttling",
    assumption: "Requests beyond the quota are refused with 429 TooManyRequestsException or ThrottlingException",
    source: MODEL,
    usedBy: "the handler repeats them, and asks less often (`throttled`)",
    isRelied: true,
    lie: (exchange) => {
      if (exchange.status === 429) refuses("ListSigningProfiles", 400, "LimitExceeded")(exchange);
    },
    ask: async (asking) => {
      const refused = await asking.throttled();
      return observe(refused, { status: 429, error: /^(TooManyRequestsException|ThrottlingException)$/ });
    },
  },
];

async function refusal(asking: Asking, changes: Partial<StartSigningJobCommandInput>): Promise<Observation> {
  return observe(await asking.start(changes), { status: 400, error: "ValidationException" });
}

function unknownProfile(asking: Asking): string {
  return asking.prepared.names.profileName("unknown");
}
