import { explainDescribe, explainGuard, explainRevoke, explainStart } from "../../../src/handler/errors/request-errors";
import { AwsRequestError, AwsOperation } from "../../../src/handler/ports";
import { Deadline } from "../../../src/handler/retry/deadline";
import { FailureKind } from "../../../src/handler/retry/failure-kind";
import { RetriesExhausted } from "../../../src/handler/retry/retry";
import type { RevokeRequest, SignRequest } from "../../../src/protocol/request";
import { VirtualClock } from "../fakes/virtual-clock";
import { signEvent } from "../fakes/world";

const ROLE = "arn:aws:sts::111111111111:assumed-role/signer/function";
const PROFILE = "arn:aws:signer:eu-central-1:222222222222:/signing-profiles/app_profile";
const DENIAL = `User: ${ROLE} is not authorized to perform: signer:StartSigningJob on resource: ${PROFILE} because no identity-based policy allows the signer:StartSigningJob action`;

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

function gaveUp(operation: AwsOperation, kind: FailureKind, message = "In words"): RetriesExhausted {
  return new RetriesExhausted(new AwsRequestError(operation, "SomeException", message, 400), kind, 60_000);
}

function signRequest(changes = {}): SignRequest {
  return signEvent(changes) as unknown as SignRequest;
}

function revokeRequest(changes: Partial<RevokeRequest> = {}): RevokeRequest {
  return {
    protocolVersion: 1,
    operation: "revoke",
    signingJob: { jobId: "job-0", jobOwner: null, profileName: "app_profile" },
    reason: "Replaced",
    address: "aws_lambda_invocation.sign_Revocation_0D3A1C2B",
    tf: { action: "delete" },
    ...changes,
  };
}

const deadline = new Deadline(new VirtualClock(), 900_000);
const place = { accountId: "111111111111", region: "eu-central-1" };

test("a denial names action, resource and role as AWS reports them, and what to check", () => {
  const { message } = explainStart(gaveUp("StartSigningJob", "accessDenied", DENIAL), signRequest(), place, deadline);
  expect(message).toContain(
    `AWS denied signer:StartSigningJob on signing profile "app_profile" (${PROFILE}) to ${ROLE}, and`,
  );
  expect(message).toContain("No signing job was started for s3://unsigned/app/v1.zip (version PNyFaUTgs");
  expect(message).toMatch(/s3:GetObjectVersion on the source, s3:PutObject on s3:\/\/signed\/app\/, and the KMS keys/);
});

test("a denial of an action other than the request's names that action and its resource", () => {
  const object = "arn:aws:s3:::signed/app/job-0.zip";
  const denial = `User: ${ROLE} is not authorized to perform: s3:PutObject on resource: ${object}; Amazon S3 said: no`;
  const { message } = explainStart(gaveUp("StartSigningJob", "accessDenied", denial), signRequest(), place, deadline);
  expect(message).toContain(`AWS denied s3:PutObject on ${object} to ${ROLE}, and still did`);
});

test("a denial of another account's profile names that account, whose permission is required", () => {
  const failure = gaveUp("StartSigningJob", "accessDenied", "");
  const foreign = explainStart(failure, signRequest({ profileOwner: "222222222222" }), place, deadline).message;
  expect(foreign).toContain('"app_profile" of account 222222222222');
  expect(foreign).toContain("The profile's owner, account 222222222222, must permit it as well.");
  expect(explainStart(failure, signRequest(), place, deadline).message).not.toContain("must permit it as well");
});

test("the error for an unknown profile names the function's account and Region, and what a profile of another account requires", () => {
  const failure = gaveUp("StartSigningJob", "notFound");
  expect(explainStart(failure, signRequest(), place, deadline).message).toContain(
    "It looked in Region eu-central-1 and account 111111111111, which are the function's: a profile of another account needs profileOwner.",
  );
  const foreign = explainStart(failure, signRequest({ profileOwner: "222222222222" }), place, deadline).message;
  expect(foreign).toContain(
    "It looked in Region eu-central-1, which is the function's, and account 222222222222, the profileOwner.",
  );
  expect(foreign).not.toContain("111111111111");
});

test.each<[AwsOperation, FailureKind]>([
  ...KINDS.map((kind): [AwsOperation, FailureKind] => ["RevokeSignature", kind]),
  ...KINDS.map((kind): [AwsOperation, FailureKind] => ["DescribeSigningJob", kind]),
])(
  "whatever is wrong with %s when a signature is to be revoked (%s), the error says that it is valid, and both ways on",
  (operation, kind) => {
    const { message } = explainRevoke(gaveUp(operation, kind), revokeRequest());
    expect(message).toContain(
      'The signature of signing job job-0 of signing profile "app_profile" could not be revoked: treat it as still valid.',
    );
    expect(message).toContain(
      "Apply, or destroy, again. To leave the signature valid, run `terraform state rm " +
        "aws_lambda_invocation.sign_Revocation_0D3A1C2B` in the folder of its stack, cdktf.out/stacks/STACK.",
    );
  },
);

test.each(KINDS)("every error of the kind %s quotes AWS in one line, and says what to do", (kind) => {
  const errors = [
    explainStart(gaveUp("StartSigningJob", kind), signRequest(), place, deadline),
    explainDescribe(gaveUp("DescribeSigningJob", kind), "job-0"),
    explainRevoke(gaveUp("RevokeSignature", kind), revokeRequest()),
    explainGuard(gaveUp("ListFunctions", kind), revokeRequest()),
  ];
  for (const { message } of errors) {
    expect(message).toContain("HTTP 400");
    expect(message).toContain(": In words.");
    expect(message).toMatch(/[Aa]pply(, or destroy,)? again/);
    expect(message).toMatch(/s3:\/\/unsigned\/app\/v1\.zip|job-0/);
    expect(message).not.toMatch(/\s\s|\n|undefined|null|\.\./);
  }
});
