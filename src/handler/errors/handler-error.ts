import type { RequestedSource, RevocableSigningJob, RevokeRequest, SignRequest } from "../../protocol/request";
import { rfc3339 } from "../../protocol/result";
import type { Revocation, SigningJob } from "../ports";
import type { Deadline } from "../retry/deadline";

/** Maximum number of names of functions that use a signature. */
const MAX_NAMES = 5;

/**
 * An error for the reader of a failed `terraform apply`.
 *
 * Terraform prints the raw payload `{"errorType":…,"errorMessage":…,"trace":[…]}`. The message is therefore one line,
 * and the stack, which would become the trace, is empty.
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

  /** Adds a further fact to the message. */
  public append(text: string): this {
    this.message = `${this.message} ${text}`;
    return this;
  }
}

export function invalidRequest(problems: readonly string[]): HandlerError {
  return new HandlerError(
    "InvalidRequest",
    `The request is not valid, and nothing was done. Correct these values and apply again: ${sentence(problems.join("; "))}`,
  );
}

export function signingJobFailed(job: SigningJob, request: SignRequest): HandlerError {
  return new HandlerError(
    "SigningJobFailed",
    `Signing job ${job.jobId} for ${signing(request)} has the status Failed:`,
    reasonOf(job),
    "Remove the cause and apply again, which starts a new job. To accept a failed job, set ignoreSigningJobFailure.",
  );
}

/** The part that no earlier error has reported: the job may have failed after the function stopped waiting for it. */
export function earlierJobFailed(job: SigningJob, error: HandlerError): string {
  const reason = reasonOf(job);
  return error.message.includes(reason)
    ? `An earlier job, ${job.jobId}, failed for the same reason.`
    : `An earlier job, ${job.jobId}, failed: ${reason}`;
}

function reasonOf({ statusReason }: SigningJob): string {
  return sentence(quoted(statusReason ?? "AWS Signer gave no reason"));
}

export function signatureRevoked(job: SigningJob, { reason, revokedAt, revokedBy }: Revocation): HandlerError {
  const source = job.source === null ? "" : ` for ${describeSource(job.source)}`;
  const profile = job.profileName === null ? "" : ` with signing profile "${job.profileName}"`;
  const when = revokedAt === null ? "" : ` at ${rfc3339(revokedAt)}`;
  return new HandlerError(
    "SignatureRevoked",
    `The signature of signing job ${job.jobId}${source}${profile} was revoked${when} by ${revokedBy ?? "an unknown principal"},`,
    reason === null ? "without a reason." : `with the reason ${sentence(`"${quoted(reason)}"`)}`,
    "A revoked object is not signed again automatically. To sign it again, change the job's triggers.",
  );
}

/** @param functions names of the functions that use the job */
export function signatureInUse(request: RevokeRequest, functions: readonly string[]): HandlerError {
  const names = functions.slice(0, MAX_NAMES).map((name) => `"${name}"`);
  const others = functions.length - names.length;
  const users = [...names, ...(others > 0 ? [`${others} more`] : [])].join(", ");
  return new HandlerError(
    "SignatureInUse",
    `The signature of ${describeJob(request.signingJob)} was not revoked, because AWS Lambda still runs code that it signs, in ${count(functions.length, "function")}: ${users}.`,
    "Deploy each of them from the new signed object (`terraform apply -replace=ADDRESS`, with the address of its",
    "aws_lambda_function), or delete it, and then apply, or destroy, again.",
    leaveValid(request),
  );
}

export function revocationNotConfirmed(request: RevokeRequest): HandlerError {
  return new HandlerError(
    "SignatureNotRevoked",
    `The signature of ${describeJob(request.signingJob)} could not be revoked: treat it as still valid.`,
    againOrLeaveValid(request),
    "The request was answered with success, but AWS Signer reports the signature as not revoked.",
  );
}

export function describeJob({ jobId, profileName }: RevocableSigningJob): string {
  const profile = typeof profileName === "string" ? ` of signing profile "${profileName}"` : "";
  return `signing job ${jobId}${profile}`;
}

export function againOrLeaveValid(request: RevokeRequest): string {
  return `Apply, or destroy, again. ${leaveValid(request)}`;
}

/** How to keep a signature from ever being revoked. Terraform forgets the resource that would revoke it. */
function leaveValid({ address }: RevokeRequest): string {
  const where = "in the folder of its stack, cdktf.out/stacks/STACK";
  return address === null
    ? `To leave the signature valid, run \`terraform state rm ADDRESS\` ${where}, where ADDRESS is the job's aws_lambda_invocation with Revocation in its name (\`terraform state list\`).`
    : `To leave the signature valid, run \`terraform state rm ${address}\` ${where}.`;
}

export function signingJobNotFinished(job: SigningJob, deadline: Deadline): HandlerError {
  const source = job.source === null ? "" : ` for ${describeSource(job.source)}`;
  return new HandlerError(
    "SigningJobNotFinished",
    `Signing job ${job.jobId}${source} has not finished within ${waited(deadline)}; its status is ${job.status}.`,
    "The job continues. Apply again to wait for it. If it has failed by then, a new job starts.",
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
    "Correct importJobId, or omit it to sign again, and change the job's triggers too:",
    "until then, Terraform keeps the id with which it created the request.",
  );
}

/** Does not contain the position in the code, which is in the log. */
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

/** What to do if the time was too short. */
export function longer(deadline: Deadline): string {
  return deadline.isRequested
    ? "To wait longer, raise timeoutSeconds."
    : "To wait longer, raise the function's timeout; its last 5 s are reserved for the answer.";
}

/** Maximum length of a quoted text: Terraform prints an error as one line. */
const MAX_QUOTE = 300;

/** A quoted text, as far as it is useful. */
export function quoted(text: string): string {
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text;
}

export function sentence(text: string): string {
  return /[.!?…]\s*$/.test(text) ? text : `${text}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function describeSource({ bucketName, key, version }: RequestedSource): string {
  return `s3://${bucketName}/${key} (version ${version})`;
}
