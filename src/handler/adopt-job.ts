import { awaitJob } from "./await-job";
import { importedJobNotFound } from "./errors/handler-error";
import { explainDescribe } from "./errors/request-errors";
import type { Invocation } from "./invocation";
import type { SigningJob } from "./ports";
import { RetriesExhausted } from "./retry/retry";
import type { SignRequest } from "../protocol/request";

interface Difference {
  readonly field: string;
  readonly declared: unknown;
  readonly actual: unknown;
}

/**
 * The job to adopt instead of signing, or `null` if it does not match the declaration, so the function must sign.
 *
 * Only the job itself decides, and only after it has ended: a repeated invocation makes the same decision.
 */
export async function adoptJob(
  jobId: string,
  request: SignRequest,
  invocation: Invocation,
): Promise<SigningJob | null> {
  let job = await describeJob(jobId, invocation);
  let differences = fromDeclaration(job, request, invocation.accountId);
  if (differences.length === 0) {
    ({ job } = await awaitJob(jobId, invocation));
    differences = fromSuccess(job, request);
  }
  if (differences.length > 0) {
    invocation.log("not-adopted", { jobId, differences });
    return null;
  }
  invocation.log("adopted", { jobId });
  return job;
}

async function describeJob(jobId: string, { signer }: Invocation): Promise<SigningJob> {
  try {
    return (await signer.describe(jobId)).value;
  } catch (error) {
    if (!(error instanceof RetriesExhausted)) throw error;
    throw error.kind === "notFound" ? importedJobNotFound(jobId) : explainDescribe(error, jobId);
  }
}

/**
 * The inputs of the job, as far as AWS Signer reports them.
 *
 * The owner counts, because the name of a profile is unique only in its account: a profile of the same name in another
 * account signs with another identity.
 */
function fromDeclaration(job: SigningJob, request: SignRequest, accountId: string | null): Difference[] {
  const { source, profileName, profileOwner } = request;
  const owner = profileOwner ?? accountId ?? job.jobOwner;
  return [
    { field: "profileName", declared: profileName, actual: job.profileName },
    { field: "profileOwner", declared: owner, actual: job.jobOwner ?? accountId },
    { field: "source.bucketName", declared: source.bucketName, actual: job.source?.bucketName ?? null },
    { field: "source.key", declared: source.key, actual: job.source?.key ?? null },
    { field: "source.version", declared: source.version, actual: job.source?.version ?? null },
  ].filter(({ declared, actual }) => declared !== actual);
}

/**
 * Values that are known only for a job that has ended. AWS Signer does not report the destination, but reports the
 * object that it wrote there.
 */
function fromSuccess(job: SigningJob, { destination }: SignRequest): Difference[] {
  const { status, revocation } = job;
  if (status !== "Succeeded") return [{ field: "status", declared: "Succeeded", actual: status }];
  const signedObject = { bucketName: null, key: null, ...job.signedObject };
  const differences: Difference[] = [];
  if (revocation !== null) differences.push({ field: "revocationRecord", declared: null, actual: revocation });
  if (signedObject.bucketName !== destination.bucketName) {
    differences.push({
      field: "destination.bucketName",
      declared: destination.bucketName,
      actual: signedObject.bucketName,
    });
  }
  if (signedObject.key?.startsWith(destination.prefix) !== true) {
    differences.push({ field: "destination.prefix", declared: destination.prefix, actual: signedObject.key });
  }
  return differences;
}
