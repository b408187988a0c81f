import {
  earlierJobFailed,
  HandlerError,
  importedJobNotFound,
  noTimeForNextAttempt,
  revocationNotConfirmed,
  signatureInUse,
  signatureRevoked,
  signingJobFailed,
  signingJobNotFinished,
} from "../../../src/handler/errors/handler-error";
import { explainDescribe, explainGuard, explainRevoke, explainStart } from "../../../src/handler/errors/request-errors";
import { AwsOperation, AwsRequestError, SigningJob } from "../../../src/handler/ports";
import { Deadline } from "../../../src/handler/retry/deadline";
import type { FailureKind } from "../../../src/handler/retry/failure-kind";
import { RetriesExhausted } from "../../../src/handler/retry/retry";
import type { RevokeRequest, SignRequest } from "../../../src/protocol/request";
import { VirtualClock } from "../fakes/virtual-clock";
import { signEvent } from "../fakes/world";

const JOB_ID = "2065c468-73e2-4385-a6c9-0123456789ab";
const ROLE = `arn:aws:sts::111111111111:assumed-role/${"r".repeat(64)}/${"f".repeat(64)}`;
const REASON = "because no identity-based policy allows the action. ".repeat(20);

const source = { bucketName: "b".repeat(63), key: "k".repeat(100), version: "v".repeat(32) };
const signRequest = signEvent({
  source,
  destination: { bucketName: "d".repeat(63), prefix: "p".repeat(30) },
  profileName: "n".repeat(64),
  profileOwner: "222222222222",
}) as unknown as SignRequest;
const signingJob = { jobId: JOB_ID, jobOwner: null, profileName: "n".repeat(64) };
const revokeRequest: RevokeRequest = {
  protocolVersion: 1,
  operation: "revoke",
  signingJob,
  reason: "Replaced",
  address: `aws_lambda_invocation.${"a".repeat(64)}_Revocation_0D3A1C2B`,
  tf: { action: "delete" },
};
const deadline = new Deadline(new VirtualClock(), 900_000);
const place = { accountId: "111111111111", region: "eu-central-1" };
const job = {
  jobId: JOB_ID,
  source,
  profileName: "n".repeat(64),
  status: "Failed",
  statusReason: REASON,
} as SigningJob;
const KINDS: FailureKind[] = [
  "throttled",
  "unavailable",
  "accessDenied",
  "notFound",
  "badSignature",
  "badCredentials",
  "foreign",
  "refused",
];

function failed(operation: AwsOperation, kind: FailureKind): RetriesExhausted {
  const denial = `User: ${ROLE} is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::${"d".repeat(63)}/${"p".repeat(30)} `;
  const message = kind === "accessDenied" ? denial + REASON : REASON;
  return new RetriesExhausted(new AwsRequestError(operation, "SomeVeryLongExceptionName", message, 400), kind, 60_000);
}

/** Every error of the function at its longest, except errors about an invalid event. */
function allErrors(): HandlerError[] {
  return [
    signingJobFailed(job, signRequest),
    signatureRevoked(job, { reason: REASON, revokedAt: new Date(0), revokedBy: ROLE }),
    signingJobNotFinished(job, deadline),
    noTimeForNextAttempt(signRequest, deadline),
    importedJobNotFound(JOB_ID),
    signatureInUse(revokeRequest, new Array(50).fill("f".repeat(64))),
    revocationNotConfirmed(revokeRequest),
    ...KINDS.flatMap((kind) => [
      explainStart(failed("StartSigningJob", kind), signRequest, place, deadline),
      explainDescribe(failed("DescribeSigningJob", kind), JOB_ID),
      explainRevoke(failed("RevokeSignature", kind), revokeRequest),
      explainGuard(failed("ListFunctions", kind), revokeRequest),
    ]),
  ];
}

test("the longest error has 1,600 characters, as the troubleshooting page says, for any length of AWS's message", () => {
  const lengths = allErrors().map(({ message }) => message.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1_600);
});

test("no error repeats itself", () => {
  for (const { message } of allErrors()) {
    const sentences = message.split(/(?<=[.:;]) /).filter((sentence) => sentence.length > 60);
    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([]);
    if (message.includes(ROLE)) expect(message.split(ROLE)).toHaveLength(2);
  }
});

test("every error states what failed and what to do within the first 1,000 characters", () => {
  for (const { message } of allErrors()) {
    expect(message.slice(0, 1_000)).toMatch(/[Aa]pply|change the job's triggers/);
  }
});

test("the reason of an earlier failure is not repeated if it is the same", () => {
  const error = signingJobFailed(job, signRequest);
  expect(earlierJobFailed(job, error)).toBe(`An earlier job, ${JOB_ID}, failed for the same reason.`);
  const other = { ...job, statusReason: "Another one" } as SigningJob;
  expect(earlierJobFailed(other, error)).toBe(`An earlier job, ${JOB_ID}, failed: Another one.`);
});
