import type { RequestedSource, SignRequest } from "../../protocol/request";
import { rfc3339 } from "../../protocol/result";
import type { Revocation, SigningJob } from "../ports";
import type { Deadline } from "../retry/deadline";

/**
 * An error for the person who reads it at the end of a red `terraform apply`.
 *
 * Terraform prints the raw payload `{"errorType":…,"errorMessage":…,"trace":[…]}`. So the message is one line, and the
 * stack, which would become the trace, is empty.
 */
export class HandlerError extends Error {
  constructor(
    /** Becomes `errorType`. */
    public readonly name: string,
    ...sentences: string[]
  ) {
    super(sentences.join(" ").replace(/\s+/g, " ").trim());
    this.stack = "";
  }

  /** Adds what else the person should know. */
  public append(text: string): this {
    this.message = `${this.message} ${text}`;
    return this;
  }
}

export function invalidRequest(problems: readonly string[]): HandlerError {
  return new HandlerError(
    "InvalidRequest",
    `The request is not valid, and nothing was done: ${sentence(problems.join("; "))}`,
    "Correct what is named and apply again.",
  );
}

export function signingJobFailed(job: SigningJob, request: SignRequest): HandlerError {
  return new HandlerError(
    "SigningJobFailed",
    `Signing job ${job.jobId} for ${signing(request)} has the status Failed:`,
    sentence(job.statusReason ?? "AWS Signer gave no reason"),
    "Remove the cause and apply again, which starts a new job. To accept a failed job, set ignoreSigningJobFailure.",
  );
}

/** What no error has told yet: that job may have failed when nobody waited for it any more. */
export function earlierJobFailed({ jobId, statusReason }: SigningJob): string {
  return `An earlier job, ${jobId}, failed: ${sentence(statusReason ?? "AWS Signer gave no reason")}`;
}

export function signatureRevoked(job: SigningJob, { reason, revokedAt, revokedBy }: Revocation): HandlerError {
  const source = job.source === null ? "" : ` for ${describeSource(job.source)}`;
  const profile = job.profileName === null ? "" : ` with signing profile "${job.profileName}"`;
  const when = revokedAt === null ? "" : ` at ${rfc3339(revokedAt)}`;
  return new HandlerError(
    "SignatureRevoked",
    `The signature of signing job ${job.jobId}${source}${profile} was revoked${when} by ${revokedBy ?? "an unknown principal"},`,
    reason === null ? "without a reason." : `with the reason ${sentence(`"${reason}"`)}`,
    "What was revoked is not signed again by itself. To sign it anew, change the job's triggers.",
  );
}

export function signingJobNotFinished(job: SigningJob, deadline: Deadline): HandlerError {
  const source = job.source === null ? "" : ` for ${describeSource(job.source)}`;
  return new HandlerError(
    "SigningJobNotFinished",
    `Signing job ${job.jobId}${source} has not finished within ${waited(deadline)}; its status is ${job.status}.`,
    "The job goes on. Apply again to go on waiting for it; if it has failed by then, a new one is started.",
    longer(deadline),
  );
}

export function noTimeForNextAttempt(request: SignRequest, deadline: Deadline): HandlerError {
  return new HandlerError(
    "SigningJobNotStarted",
    `${waited(deadline)} were not enough to find the earlier signing jobs for ${signing(request)} and to start a new one.`,
    longer(deadline),
    "Then apply again.",
  );
}

export function importedJobNotFound(jobId: string): HandlerError {
  return new HandlerError(
    "ImportedJobNotFound",
    `There is no signing job ${jobId} in the account and Region of the function, so it cannot be imported. Nothing was signed.`,
    "AWS Signer has deleted it, as it does some time after a signature has expired, or it is a job of another account or Region.",
    "Correct importJobId, or leave it out to sign anew, and change the job's triggers as well:",
    "until then Terraform keeps the id that it created the request with.",
  );
}

/** Says nothing of where in the code it happened: that is in the log. */
export function unexpectedError(error: unknown): HandlerError {
  const { name, message } = error instanceof Error ? error : { name: "error", message: String(error) };
  return new HandlerError(
    "UnexpectedError",
    `Unexpected ${name} in the function: ${sentence(message)}`,
    "This is a defect of the library; the function's log has the stack trace.",
    "Applying again is safe: it continues with the same signing job.",
  );
}

export function signing(request: SignRequest): string {
  return `${describeSource(request.source)} with ${describeProfile(request)}`;
}

export function describeProfile({ profileName, profileOwner }: SignRequest): string {
  return `signing profile "${profileName}"${profileOwner === null ? "" : ` of account ${profileOwner}`}`;
}

export function waited(deadline: Deadline): string {
  return `${Number((deadline.allowedMs / 1000).toFixed(1))} s`;
}

/** What to do about a time that was too short. */
export function longer(deadline: Deadline): string {
  return deadline.isRequested
    ? "To wait longer, raise timeoutSeconds."
    : "To wait longer, raise the function's timeout; its last 5 s are kept for the answer.";
}

export function sentence(text: string): string {
  return /[.!?]\s*$/.test(text) ? text : `${text}.`;
}

function describeSource({ bucketName, key, version }: RequestedSource): string {
  return `s3://${bucketName}/${key} (version ${version})`;
}
