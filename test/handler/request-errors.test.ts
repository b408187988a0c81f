import { VirtualClock } from "./fakes/virtual-clock";
import { signEvent } from "./fakes/world";
import { Deadline } from "../../src/handler/deadline";
import { FailureKind } from "../../src/handler/failure-kind";
import { explainDescribe, explainRevoke, explainStart } from "../../src/handler/request-errors";
import { GaveUp } from "../../src/handler/retry";
import { SignerError, SignerOperation } from "../../src/handler/signer-error";
import type { SignRequest } from "../../src/protocol/request";

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
  "refused",
];

function gaveUp(operation: SignerOperation, kind: FailureKind, message = "In words"): GaveUp {
  return new GaveUp(new SignerError(operation, "SomeException", message, 400), kind, 60_000, false);
}

function signRequest(changes = {}): SignRequest {
  return signEvent(changes) as unknown as SignRequest;
}

const deadline = new Deadline(new VirtualClock(), 900_000);

test("a denial names action, resource and role as AWS tells them, and what to check", () => {
  const { message } = explainStart(gaveUp("StartSigningJob", "accessDenied", DENIAL), signRequest(), deadline);
  expect(message).toContain(
    `AWS denied signer:StartSigningJob on signing profile "app_profile" (${PROFILE}) to ${ROLE}, and`,
  );
  expect(message).toContain("No signing job was started for s3://unsigned/app/v1.zip (version PNyFaUTgs");
  expect(message).toMatch(/s3:GetObjectVersion on the source, s3:PutObject on s3:\/\/signed\/app\/, and the KMS keys/);
});

test("a denial of another action than the request's own names that action, and the resource it is denied on", () => {
  const object = "arn:aws:s3:::signed/app/job-0.zip";
  const denial = `User: ${ROLE} is not authorized to perform: s3:PutObject on resource: ${object}; Amazon S3 said: no`;
  const { message } = explainStart(gaveUp("StartSigningJob", "accessDenied", denial), signRequest(), deadline);
  expect(message).toContain(`AWS denied s3:PutObject on ${object} to ${ROLE}, and still did`);
});

test("a denial of another account's profile names that account, whose permission it takes", () => {
  const failure = gaveUp("StartSigningJob", "accessDenied", "");
  const foreign = explainStart(failure, signRequest({ profileOwner: "222222222222" }), deadline).message;
  expect(foreign).toContain('"app_profile" of account 222222222222');
  expect(foreign).toContain("The profile's owner, account 222222222222, must permit it as well.");
  expect(explainStart(failure, signRequest(), deadline).message).not.toContain("must permit it as well");
});

test.each(KINDS)("every error of the kind %s quotes AWS, in one line that ends in what to do", (kind) => {
  const errors = [
    explainStart(gaveUp("StartSigningJob", kind), signRequest(), deadline),
    explainDescribe(gaveUp("DescribeSigningJob", kind), "job-0"),
    explainRevoke(gaveUp("RevokeSignature", kind), "job-0"),
  ];
  for (const { message } of errors) {
    expect(message).toContain("SomeException (HTTP 400): In words.");
    expect(message).toMatch(/[Aa]pply again/);
    expect(message).toMatch(/s3:\/\/unsigned\/app\/v1\.zip|job-0/);
    expect(message).not.toMatch(/\s\s|\n|undefined|null|\.\./);
  }
});
