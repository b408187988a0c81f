import { signingJobArn } from "../arn";
import { ACCOUNT_ID, MAX_RESULTS, SIGNING_STATUS } from "../constraints";
import type { SignerContext } from "../context";
import { resourceNotFound, SignerError } from "../errors";
import type { Call, Operation } from "../operation";
import { paginate } from "../pagination";
import type { SigningJob } from "../state";
import { toEpochSeconds } from "../timestamps";
import { describeParameters } from "./profiles";
import { startSigningJob } from "./start-signing-job";

export function jobOperations(context: SignerContext): Operation[] {
  return [startSigningJob(context), describeSigningJob(context), listSigningJobs(context)];
}

/**
 * The owner's account and the account that started a job can see it. Both need permission to describe the
 * job under its own ARN, which belongs to the owner's account. What AWS requires of the other account is unknown.
 */
function describeSigningJob(context: SignerContext): Operation {
  return {
    name: "DescribeSigningJob",
    method: "GET",
    path: "/signing-jobs/{jobId}",
    handle: async ({ caller, region, input }) => {
      const { jobId } = input.read(({ path }) => ({ jobId: path.text("jobId") }));
      const job = context.state.jobsOf(region, caller.accountId).find((each) => each.id === jobId);
      const arn = job?.arn ?? signingJobArn(region, caller.accountId, jobId);
      await context.access.require(caller, "DescribeSigningJob", arn);
      if (job === undefined) throw jobNotFound(jobId);
      await context.runner.settle(job);
      return describe(job);
    },
  };
}

function listSigningJobs(context: SignerContext): Operation {
  return {
    name: "ListSigningJobs",
    method: "GET",
    path: "/signing-jobs",
    handle: async (call) => {
      const { caller, region } = call;
      const { maxResults, nextToken, ...filter } = readList(call);
      await context.access.require(caller, "ListSigningJobs", "*");
      const jobs = context.state.jobsOf(region, caller.accountId);
      await Promise.all(jobs.map(async (job) => context.runner.settle(job)));
      const matching = jobs.filter((job) => matches(job, filter));
      const page = paginate(matching, (job) => job.id, maxResults, nextToken);
      return { jobs: page.items.map(summarize), nextToken: page.nextToken };
    },
  };
}

/** The text of AWS is not known. The sandbox chose this one. */
export function jobNotFound(jobId: string): SignerError {
  return resourceNotFound(`Signing job with id ${jobId} does not exist.`);
}

interface JobFilter {
  readonly status?: string;
  readonly platformId?: string;
  readonly requestedBy?: string;
  readonly jobInvoker?: string;
  readonly isRevoked?: boolean;
  readonly expiresBefore?: Date;
  readonly expiresAfter?: Date;
}

function readList({ input }: Call): JobFilter & { readonly maxResults?: number; readonly nextToken?: string } {
  return input.read(({ query }) => ({
    status: query.optionalText("status", SIGNING_STATUS),
    platformId: query.optionalText("platformId"),
    requestedBy: query.optionalText("requestedBy"),
    jobInvoker: query.optionalText("jobInvoker", ACCOUNT_ID),
    isRevoked: query.optionalFlag("isRevoked"),
    expiresBefore: query.optionalTime("signatureExpiresBefore"),
    expiresAfter: query.optionalTime("signatureExpiresAfter"),
    maxResults: query.optionalInteger("maxResults", MAX_RESULTS),
    nextToken: query.optionalText("nextToken"),
  }));
}

function matches(job: SigningJob, filter: JobFilter): boolean {
  const expiresAt = succeeded(job)?.signatureExpiresAt;
  const is = <T>(wanted: T | undefined, actual: T): boolean => wanted === undefined || wanted === actual;
  return (
    is(filter.status, statusOf(job)) &&
    is(filter.platformId, job.profile.platform.platformId) &&
    is(filter.requestedBy, job.requestedBy) &&
    is(filter.jobInvoker, job.invoker) &&
    is(filter.isRevoked, job.revocation !== undefined) &&
    (filter.expiresBefore === undefined || (expiresAt !== undefined && expiresAt < filter.expiresBefore)) &&
    (filter.expiresAfter === undefined || (expiresAt !== undefined && expiresAt > filter.expiresAfter))
  );
}

function describe(job: SigningJob): object {
  return {
    ...common(job),
    overrides: job.profile.overrides,
    signingParameters: describeParameters(job.profile.signingParameters),
    requestedBy: job.requestedBy,
    statusReason: job.outcome?.statusReason,
    completedAt: job.outcome && toEpochSeconds(job.outcome.completedAt),
    revocationRecord: job.revocation && {
      reason: job.revocation.reason,
      revokedAt: toEpochSeconds(job.revocation.revokedAt),
      revokedBy: job.revocation.revokedBy,
    },
  };
}

function summarize(job: SigningJob): object {
  return { ...common(job), isRevoked: job.revocation !== undefined };
}

function common(job: SigningJob): object {
  const { profile } = job;
  const success = succeeded(job);
  return {
    jobId: job.id,
    source: job.source && { s3: job.source },
    signedObject: success?.signedObject && { s3: success.signedObject },
    signingMaterial: profile.certificateArn === undefined ? undefined : { certificateArn: profile.certificateArn },
    createdAt: toEpochSeconds(job.createdAt),
    status: statusOf(job),
    profileName: profile.name,
    profileVersion: profile.version,
    platformId: profile.platform.platformId,
    platformDisplayName: profile.platform.displayName,
    signatureExpiresAt: success && toEpochSeconds(success.signatureExpiresAt),
    jobOwner: job.owner,
    jobInvoker: job.invoker,
  };
}

function statusOf(job: SigningJob): string {
  return job.outcome?.status ?? "InProgress";
}

function succeeded(job: SigningJob): Extract<SigningJob["outcome"], { status: "Succeeded" }> | undefined {
  return job.outcome?.status === "Succeeded" ? job.outcome : undefined;
}
