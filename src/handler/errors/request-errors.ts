import { describeProfile, HandlerError, longer, sentence, signing, waited } from "./handler-error";
import type { RevocableSigningJob, SignRequest } from "../../protocol/request";
import type { FunctionLocation } from "../invocation";
import type { SignerError } from "../ports";
import type { Deadline } from "../retry/deadline";
import type { RetriesExhausted } from "../retry/retry";

export function explainStart(
  failure: RetriesExhausted,
  request: SignRequest,
  place: FunctionLocation,
  deadline: Deadline,
): HandlerError {
  const answer = says(failure.error);
  const notStarted = `No signing job was started for ${signing(request)}.`;
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(
        failure,
        describeProfile(request),
        notStarted,
        "A signing job reads its source and writes its result with the rights of the same role:",
        `check s3:GetObjectVersion on the source, s3:PutObject on ${describeDestination(request)}, and the KMS keys of both.`,
        request.profileOwner === null
          ? ""
          : `The profile's owner, account ${request.profileOwner}, must permit it as well.`,
        "Then apply again.",
      );
    case "notFound":
      return new HandlerError(
        "SigningProfileNotFound",
        `AWS Signer cannot sign ${signing(request)}: it did not find what it needs, for ${seconds(failure.triedForMs)}.`,
        answer,
        lookedFor(request, place),
        "Check that the profile and the source exist there and that the profile is not canceled, then apply again.",
      );
    case "throttled":
    case "unavailable":
    case "badSignature":
      return new HandlerError(
        "SigningJobNotStarted",
        `AWS Signer did not answer the request to sign ${signing(request)} within ${waited(deadline)}, so no job id is known.`,
        answer,
        "Apply again: the request is repeated with the same token, so that no second job is started.",
        longer(deadline),
      );
    case "badCredentials":
      return badCredentials(failure.error, notStarted, "Then apply again.");
    case "refused":
      return new HandlerError(
        "SigningJobRefused",
        `AWS Signer refused to sign ${signing(request)}, destination ${describeDestination(request)}.`,
        answer,
        "No job was started. Correct what AWS Signer names and apply again.",
      );
  }
}

export function explainDescribe(failure: RetriesExhausted, jobId: string): HandlerError {
  const answer = says(failure.error);
  const notKnown = `What became of signing job ${jobId} is not known`;
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(failure, `signing job ${jobId}`, `${notKnown}.`, "Then apply again.");
    case "notFound":
      return new HandlerError(
        "SigningJobNotFound",
        `AWS Signer does not find signing job ${jobId}, which it has announced itself.`,
        answer,
        "Apply again to look for it once more. To sign anew, change the job's triggers.",
      );
    case "throttled":
    case "unavailable":
    case "badSignature":
      return new HandlerError(
        "SigningJobNotFinished",
        `${notKnown}: AWS Signer had not told for ${seconds(failure.triedForMs)} when the time was up.`,
        answer,
        "The job goes on. Apply again to go on waiting for it; if it has failed by then, a new one is started.",
      );
    case "badCredentials":
      return badCredentials(failure.error, `${notKnown}.`, "Then apply again.");
    case "refused":
      return new HandlerError(
        "SigningJobNotDescribed",
        `AWS Signer refused to describe signing job ${jobId}.`,
        answer,
        "Apply again to continue with the same job.",
      );
  }
}

/** Whatever kept a signature from being revoked, also what kept the function from looking whether it was revoked already. */
export function explainRevoke(failure: RetriesExhausted, { jobId, profileName }: RevocableSigningJob): HandlerError {
  const profile = typeof profileName === "string" ? ` of signing profile "${profileName}"` : "";
  const stillValid = `The signature of signing job ${jobId}${profile} could not be revoked: treat it as still valid.`;
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(
        failure,
        `signing job ${jobId}`,
        stillValid,
        "To revoke, the function's role must be allowed signer:DescribeSigningJob and signer:RevokeSignature:",
        "to a role of your own attach the revocationPolicyDocument of the SigningFunction.",
        "For a profile of another account, its owner must permit signer:RevokeSignature as well.",
        AGAIN_OR_LEAVE_VALID,
      );
    case "badCredentials":
      return badCredentials(failure.error, stillValid, AGAIN_OR_LEAVE_VALID);
    default:
      return new HandlerError("SignatureNotRevoked", stillValid, says(failure.error), AGAIN_OR_LEAVE_VALID);
  }
}

const AGAIN_OR_LEAVE_VALID =
  "Apply, or destroy, again. To leave the signature valid, remove the job's revocation from the state " +
  "(`terraform state rm ADDRESS`, where ADDRESS is the aws_lambda_invocation named in this error).";

/** @param consequence what is left undone, and for which job */
function accessDenied(
  failure: RetriesExhausted,
  resource: string,
  consequence: string,
  ...next: string[]
): HandlerError {
  const { error } = failure;
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  const role = /User: (\S+) is not authorized/.exec(error.message)?.[1] ?? "the function's role";
  return new HandlerError(
    "AccessDenied",
    `AWS denied ${deniedAction(error, resource)} to ${role}, and still did after ${seconds(failure.triedForMs)} of retries.`,
    consequence,
    says(error),
    "Check the role's policies, its permissions boundary and the organization's policies.",
    ...next,
  );
}

/** A request may be denied for another action than its own: a signing job needs rights in S3 and maybe KMS as well. */
function deniedAction({ operation, message }: SignerError, resource: string): string {
  const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? `signer:${operation}`;
  const arn = /on resource: (arn:\S*[^\s.,;])/.exec(message)?.[1];
  if (action !== `signer:${operation}`) return `${action} on ${arn ?? `what ${operation} needs`}`;
  return `${action} on ${resource}${arn === undefined ? "" : ` (${arn})`}`;
}

function badCredentials(error: SignerError, consequence: string, ...next: string[]): HandlerError {
  return new HandlerError(
    "InvalidCredentials",
    `AWS does not accept the function's own credentials for ${error.operation}.`,
    consequence,
    says(error),
    "Check that the function's role exists; if it was deleted and made again, update the function, so that it gets new credentials.",
    ...next,
  );
}

function lookedFor({ profileOwner }: SignRequest, { accountId, region }: FunctionLocation): string {
  const where = `in Region ${region ?? "of the function"}`;
  return profileOwner === null
    ? `It looked ${where} and account ${accountId ?? "of the function"}, which are the function's: a profile of another account needs profileOwner.`
    : `It looked ${where}, which is the function's, and account ${profileOwner}, the profileOwner.`;
}

function says(error: SignerError): string {
  const status = error.httpStatus === null ? "" : ` (HTTP ${error.httpStatus})`;
  const answer = `The last answer to ${error.operation} was ${error.code}${status}`;
  return error.message === "" ? `${answer} without a message.` : `${answer}: ${sentence(error.message)}`;
}

function describeDestination({ destination: { bucketName, prefix } }: SignRequest): string {
  return `s3://${bucketName}/${prefix}`;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
