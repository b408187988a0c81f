import type { Deadline } from "./deadline";
import { describeProfile, HandlerError, longer, sentence, signing, waited } from "./handler-error";
import type { GaveUp } from "./retry";
import type { SignerError } from "./signer-error";
import type { SignRequest } from "../protocol/request";

export function explainStart(failure: GaveUp, request: SignRequest, deadline: Deadline): HandlerError {
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
      );
    case "notFound":
      return new HandlerError(
        "SigningProfileNotFound",
        `AWS Signer cannot sign ${signing(request)}: it did not find what it needs, for ${seconds(failure.triedForMs)}.`,
        answer,
        "Check that the profile and the source exist in the function's Region and that the profile is not canceled, then apply again.",
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
      return badCredentials(failure.error, notStarted);
    case "refused":
      return new HandlerError(
        "SigningJobRefused",
        `AWS Signer refused to sign ${signing(request)}, destination ${describeDestination(request)}.`,
        answer,
        "No job was started. Correct what AWS Signer names and apply again.",
      );
  }
}

export function explainDescribe(failure: GaveUp, jobId: string): HandlerError {
  const answer = says(failure.error);
  const notKnown = `What became of signing job ${jobId} is not known`;
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(failure, `signing job ${jobId}`, `${notKnown}.`);
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
      return badCredentials(failure.error, `${notKnown}.`);
    case "refused":
      return new HandlerError(
        "SigningJobNotDescribed",
        `AWS Signer refused to describe signing job ${jobId}.`,
        answer,
        "Apply again to continue with the same job.",
      );
  }
}

export function explainRevoke(failure: GaveUp, jobId: string): HandlerError {
  const notRevoked = `The signature of signing job ${jobId} could not be revoked.`;
  if (failure.kind === "accessDenied") return accessDenied(failure, `signing job ${jobId}`, notRevoked);
  if (failure.kind === "badCredentials") return badCredentials(failure.error, notRevoked);
  return new HandlerError(
    "SignatureNotRevoked",
    notRevoked,
    says(failure.error),
    "Apply again to retry. To leave the signature valid, remove the job's revocation from the state",
    "(`terraform state rm ADDRESS`, where ADDRESS is the aws_lambda_invocation named in this error).",
  );
}

/** @param consequence what is left undone, and for which job */
function accessDenied(failure: GaveUp, resource: string, consequence: string, ...advice: string[]): HandlerError {
  const { error } = failure;
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
  const role = /User: (\S+) is not authorized/.exec(error.message)?.[1] ?? "the function's role";
  return new HandlerError(
    "AccessDenied",
    `AWS denied ${deniedAction(error, resource)} to ${role}, and still did after ${seconds(failure.triedForMs)} of retries.`,
    consequence,
    says(error),
    "Check the role's policies, its permissions boundary and the organization's policies.",
    ...advice,
    "Then apply again.",
  );
}

/** A request may be denied for another action than its own: a signing job needs rights in S3 and maybe KMS as well. */
function deniedAction({ operation, message }: SignerError, resource: string): string {
  const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? `signer:${operation}`;
  const arn = /on resource: (arn:\S*[^\s.,;])/.exec(message)?.[1];
  if (action !== `signer:${operation}`) return `${action} on ${arn ?? `what ${operation} needs`}`;
  return `${action} on ${resource}${arn === undefined ? "" : ` (${arn})`}`;
}

function badCredentials(error: SignerError, consequence: string): HandlerError {
  return new HandlerError(
    "InvalidCredentials",
    `AWS does not accept the function's own credentials for ${error.operation}.`,
    consequence,
    says(error),
    "Check that the function's role exists; if it was deleted and made again, update the function, so that it gets new credentials.",
    "Then apply again.",
  );
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
