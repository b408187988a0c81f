import {
  againOrLeaveValid,
  describeJob,
  describeProfile,
  HandlerError,
  longer,
  quoted,
  sentence,
  signing,
  waited,
} from "./handler-error";
import type { RevokeRequest, SignRequest } from "../../protocol/request";
import type { FunctionLocation } from "../invocation";
import type { AwsRequestError } from "../ports";
import type { Deadline } from "../retry/deadline";
import type { RetriesExhausted } from "../retry/retry";

const OWN_ROLE = "If the role is your own, attach policyDocumentFor(…) of the SigningFunction to it.";
const OWN_ROLE_REVOKES = "If the role is your own, attach revocationPolicyDocumentFor(…) of the SigningFunction to it.";
const OTHER_POLICIES = "Otherwise check its permissions boundary and the organization's policies.";

export function explainStart(
  failure: RetriesExhausted,
  request: SignRequest,
  place: FunctionLocation,
  deadline: Deadline,
): HandlerError {
  const answer = lastAnswer(failure.error);
  const notStarted = `No signing job was started for ${signing(request)}.`;
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(
        failure,
        describeProfile(request),
        notStarted,
        "Grant the permission and apply again.",
        OWN_ROLE,
        OTHER_POLICIES,
        "A signing job reads its source and writes its result with the permissions of the same role:",
        `check s3:GetObjectVersion on the source, s3:PutObject on ${describeDestination(request)}, and the KMS keys of both.`,
        request.profileOwner === null
          ? ""
          : `The profile's owner, account ${request.profileOwner}, must permit it as well.`,
      );
    case "notFound":
      return new HandlerError(
        "SigningProfileNotFound",
        `AWS Signer cannot sign ${signing(request)}: it reported "not found" for ${seconds(failure.triedForMs)}.`,
        "Check that the profile and the source exist and that the profile is not canceled, then apply again.",
        lookedFor(request, place),
        answer,
      );
    case "throttled":
    case "unavailable":
    case "badSignature":
      return new HandlerError(
        "SigningJobNotStarted",
        `AWS Signer did not answer the request to sign ${signing(request)} within ${waited(deadline)}, so no job id is known.`,
        "Apply again: the request is repeated with the same token, so no second job is started.",
        longer(deadline),
        answer,
      );
    case "badCredentials":
      return badCredentials(failure.error, notStarted, "Then apply again.");
    case "foreign":
      return notReached(
        failure.error,
        `No job id is known for ${signing(request)}.`,
        "Then apply again: the request is repeated with the same token, so no second job is started.",
      );
    case "refused":
      return new HandlerError(
        "SigningJobRefused",
        `AWS Signer refused to sign ${signing(request)}, destination ${describeDestination(request)}.`,
        answer,
        "No job was started. Correct the cause that AWS Signer reports and apply again.",
      );
  }
}

export function explainDescribe(failure: RetriesExhausted, jobId: string): HandlerError {
  const answer = lastAnswer(failure.error);
  const unknown = `The outcome of signing job ${jobId} is unknown`;
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(
        failure,
        `signing job ${jobId}`,
        `${unknown}.`,
        "Grant the permission and apply again.",
        OWN_ROLE,
        OTHER_POLICIES,
      );
    case "notFound":
      return new HandlerError(
        "SigningJobNotFound",
        `AWS Signer cannot find signing job ${jobId}, although it returned that id itself.`,
        "Apply again to look for it once more. To sign again, change the job's triggers.",
        answer,
      );
    case "throttled":
    case "unavailable":
    case "badSignature":
      return new HandlerError(
        "SigningJobNotFinished",
        `${unknown}: AWS Signer had not answered for ${seconds(failure.triedForMs)} when the time ran out.`,
        "The job continues. Apply again to wait for it. If it has failed by then, a new job starts.",
        answer,
      );
    case "badCredentials":
      return badCredentials(failure.error, `${unknown}.`, "Then apply again.");
    case "foreign":
      return notReached(failure.error, `${unknown}.`, "Then apply again to continue with the same job.");
    case "refused":
      return new HandlerError(
        "SigningJobNotDescribed",
        `AWS Signer refused to describe signing job ${jobId}.`,
        answer,
        "Apply again to continue with the same job.",
      );
  }
}

/** The reason why a signature was not revoked, including a failure to find out whether it was revoked already. */
export function explainRevoke(failure: RetriesExhausted, request: RevokeRequest): HandlerError {
  const stillValid = `The signature of ${describeJob(request.signingJob)} could not be revoked: treat it as still valid.`;
  const next = againOrLeaveValid(request);
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(
        failure,
        `signing job ${request.signingJob.jobId}`,
        stillValid,
        "Grant signer:DescribeSigningJob and signer:RevokeSignature.",
        next,
        OWN_ROLE_REVOKES,
        OTHER_POLICIES,
        "For a profile of another account, its owner must permit signer:RevokeSignature as well.",
      );
    case "badCredentials":
      return badCredentials(failure.error, stillValid, next);
    case "foreign":
      return notReached(failure.error, stillValid, next);
    default:
      return new HandlerError("SignatureNotRevoked", stillValid, next, lastAnswer(failure.error));
  }
}

/** The reason why the function could not find out whether a signature is in use. */
export function explainGuard(failure: RetriesExhausted, request: RevokeRequest): HandlerError {
  const unknown = `The signature of ${describeJob(request.signingJob)} was not revoked, because it is unknown whether a function still runs on it.`;
  const next = againOrLeaveValid(request);
  switch (failure.kind) {
    case "accessDenied":
      return accessDenied(
        failure,
        "all functions",
        unknown,
        'Grant lambda:ListFunctions on "*".',
        next,
        OWN_ROLE_REVOKES,
        OTHER_POLICIES,
      );
    case "badCredentials":
      return badCredentials(failure.error, unknown, next);
    case "foreign":
      return notReached(failure.error, unknown, next);
    default:
      return new HandlerError(
        "FunctionsNotListed",
        unknown,
        next,
        `AWS Lambda did not list the functions for ${seconds(failure.triedForMs)}.`,
        "A function in a VPC needs a route to AWS Lambda and to AWS Signer: a NAT gateway or a VPC endpoint.",
        lastAnswer(failure.error),
      );
  }
}

/**
 * @param resource the subject of the request
 * @param consequence the work that is not done, and the job that it concerns
 */
function accessDenied(
  failure: RetriesExhausted,
  resource: string,
  consequence: string,
  ...next: string[]
): HandlerError {
  const { error, triedForMs } = failure;
  const denial = denialIn(error.message);
  return new HandlerError(
    "AccessDenied",
    `AWS denied ${deniedAction(error, denial, resource)} to ${denial?.principal ?? "the function's role"}, and still did after ${seconds(triedForMs)} of retries.`,
    consequence,
    ...next,
    denial === null ? lastAnswer(error) : denial.because === "" ? "" : `AWS says: ${sentence(quoted(denial.because))}`,
  );
}

interface Denial {
  readonly principal: string;
  readonly action: string;
  readonly arn?: string;
  /** Text in addition to the other three. */
  readonly because: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const DENIAL =
  /^\s*User: (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: "?(?<arn>arn:[^\s"]*[^\s.,;"])"?)?[\s.,;]*(?<because>[^]*)$/;

function denialIn(message: string): Denial | null {
  return (DENIAL.exec(message)?.groups as Denial | undefined) ?? null;
}

/**
 * A request may be denied because of an action other than its own: a signing job also needs permissions in S3 and
 * possibly KMS.
 */
function deniedAction({ operation }: AwsRequestError, denial: Denial | null, resource: string): string {
  const own = `${operation === "ListFunctions" ? "lambda" : "signer"}:${operation}`;
  const { action = own, arn } = denial ?? {};
  if (action !== own) return `${action} on ${arn ?? `what ${operation} needs`}`;
  return `${action} on ${resource}${arn === undefined ? "" : ` (${arn})`}`;
}

function badCredentials(error: AwsRequestError, consequence: string, ...next: string[]): HandlerError {
  return new HandlerError(
    "InvalidCredentials",
    `AWS does not accept the function's own credentials for ${error.operation}.`,
    consequence,
    "Check that the function's role exists; if it was deleted and created again, update the function, which gives it new credentials.",
    ...next,
    lastAnswer(error),
  );
}

function notReached(error: AwsRequestError, consequence: string, ...next: string[]): HandlerError {
  return new HandlerError(
    "AwsNotReached",
    `The function did not reach AWS for ${error.operation}: the answer did not come from AWS.`,
    consequence,
    "Check the path between the function and AWS: a proxy, a VPC endpoint, an endpoint in AWS_ENDPOINT_URL.",
    ...next,
    error.message === ""
      ? `The answer was HTTP ${error.httpStatus}, without a text.`
      : `The answer was HTTP ${error.httpStatus}: ${sentence(quoted(error.message))}`,
  );
}

function lookedFor({ profileOwner }: SignRequest, { accountId, region }: FunctionLocation): string {
  const where = `in Region ${region ?? "of the function"}`;
  return profileOwner === null
    ? `It looked ${where} and account ${accountId ?? "of the function"}, which are the function's: a profile of another account needs profileOwner.`
    : `It looked ${where}, which is the function's, and account ${profileOwner}, the profileOwner.`;
}

function lastAnswer(error: AwsRequestError): string {
  const status = error.httpStatus === null ? "" : ` (HTTP ${error.httpStatus})`;
  const answer = `The last answer to ${error.operation} was ${error.code}${status}`;
  return error.message === "" ? `${answer} without a message.` : `${answer}: ${sentence(quoted(error.message))}`;
}

function describeDestination({ destination: { bucketName, prefix } }: SignRequest): string {
  return `s3://${bucketName}/${prefix}`;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
