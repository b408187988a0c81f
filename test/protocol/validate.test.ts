import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { HandlerRequest, SignRequest } from "../../src/protocol/request";
import { validateRequest } from "../../src/protocol/validate";

const EVENTS = join(__dirname, "../fixtures/events");

function event(kind: "valid" | "invalid", name: string): unknown {
  return JSON.parse(readFileSync(join(EVENTS, kind, `${name}.json`), "utf8"));
}

function events(kind: "valid" | "invalid"): string[] {
  return readdirSync(join(EVENTS, kind))
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
}

function accepted(value: unknown): HandlerRequest {
  const verdict = validateRequest(value);
  if (!verdict.valid) throw new Error(`refused: ${verdict.problems.join("; ")}`);
  return verdict.request;
}

function refused(value: unknown): readonly string[] {
  const verdict = validateRequest(value);
  if (verdict.valid) throw new Error(`accepted: ${JSON.stringify(verdict.request)}`);
  return verdict.problems;
}

/** For each invalid event: every problem that is reported, in order. */
const PROBLEMS: Record<string, RegExp[]> = {
  empty: [
    /^"protocolVersion" must be a whole number from 1 to \d+, received nothing$/,
    /^"operation" must be "sign" or "revoke", received nothing$/,
  ],
  "no-object": [/^the event must be a JSON object, received \["sign"\]$/],
  "newer-version": [/^"protocolVersion" must be at most 1, received 2: .*newer version.*Deploy the function/],
  "unknown-operation": [/^"operation" must be "sign" or "revoke", received "Sign"$/],
  "unknown-field": [/^"tags" is not known to this function/],
  "unknown-nested-field": [/^"source.versionId" is not known to this function/],
  "no-request-token": [/^"requestToken" must be a non-empty string, received null$/],
  "empty-source-version": [/^"source.version" must be a non-empty string, received ""$/],
  "source-is-text": [/^"source" must be a JSON object, received "s3:\/\/unsigned\/app.zip"$/],
  "profile-name-with-hyphen": [
    /^"profileName" must be 2 to 64 letters, digits and underscores, received "app-profile"$/,
  ],
  "profile-owner-too-short": [/^"profileOwner" must be an AWS account id of 12 digits, received "1234"$/],
  "profile-owner-is-number": [/^"profileOwner" must be an AWS account id of 12 digits, received 222222222222$/],
  "flag-is-yes": [/^"ignoreSigningJobFailure" must be true or false, received "yes"$/],
  "timeout-zero": [/^"timeoutSeconds" must be a whole number from 1 to 900, received 0$/],
  "timeout-too-long": [/^"timeoutSeconds" must be a whole number from 1 to 900, received 901$/],
  "timeout-fraction": [/^"timeoutSeconds" must be a whole number from 1 to 900, received "1.5"$/],
  "prefix-is-number": [/^"destination.prefix" must be a string, received 7$/],
  "several-problems": [
    /^"source.key" must be a non-empty string, received nothing$/,
    /^"source.version" must be a non-empty string, received nothing$/,
    /^"profileName" must be 2 to 64 letters, digits and underscores, received ""$/,
    /^"timeoutSeconds" must be a whole number from 1 to 900, received -1$/,
  ],
  "prototype-keys": [/^"__proto__" is not known to this function/, /^"constructor" is not known to this function/],
  "revoke-without-tf": [/^"tf" must be a JSON object, received nothing$/],
  "revoke-unknown-action": [/^"tf.action" must be "create" or "update" or "delete", received "read"$/],
  "revoke-without-job-id": [/^"signingJob.jobId" must be a non-empty string, received nothing$/],
  "revoke-empty-address": [/^"address" must be a non-empty string, received ""$/],
  "revoke-empty-reason": [/^"reason" must be 1 to 500 characters, received ""$/],
};

test("the problems of every invalid event are listed here", () => {
  expect(events("invalid")).toEqual(Object.keys(PROBLEMS).sort());
});

test.each(Object.entries(PROBLEMS))(
  "an event with a mistake is refused with all of its problems: %s",
  (name, expected) => {
    const problems = refused(event("invalid", name));
    expect(problems).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  },
);

test.each(events("valid"))("a good event is accepted: %s", (name) => {
  expect(accepted(event("valid", name))).toMatchObject({ protocolVersion: 1 });
});

test("an absent optional field means the same as null", () => {
  const { timeoutSeconds, importJobId, profileOwner, ignoreSigningJobFailure, destination } = accepted(
    event("valid", "sign-required-fields-only"),
  ) as SignRequest;
  expect({ timeoutSeconds, importJobId, profileOwner, ignoreSigningJobFailure, destination }).toEqual({
    timeoutSeconds: null,
    importJobId: null,
    profileOwner: null,
    ignoreSigningJobFailure: false,
    destination: { bucketName: "signed", prefix: "" },
  });
});

test("booleans and numbers can arrive as text, as untyped Terraform variables send them", () => {
  expect(accepted(event("valid", "sign-text-for-booleans-and-numbers"))).toMatchObject({
    protocolVersion: 1,
    ignoreSigningJobFailure: true,
    timeoutSeconds: 300,
  });
  const no = { ...(event("valid", "sign") as object), ignoreSigningJobFailure: "false" };
  expect(accepted(no)).toMatchObject({ ignoreSigningJobFailure: false });
});

test("a result to revoke keeps fields that this version does not know", () => {
  expect(accepted(event("valid", "revoke-result-of-another-version"))).toMatchObject({
    signingJob: { addedLater: { some: ["thing"] }, jobOwner: null },
  });
});

test("an inherited field of an object does not count", () => {
  const { requestToken, ...others } = event("valid", "sign") as Record<string, unknown>;
  const inherited = Object.assign(Object.create({ requestToken }), others);
  expect(refused(inherited)).toEqual(['"requestToken" must be a non-empty string, received nothing']);
});

test("a long value is cut in the problem that quotes it", () => {
  const [problem] = refused({ ...(event("valid", "sign") as object), profileName: "-".repeat(5_000) });
  expect(problem).toMatch(/ characters\)$/);
  expect(problem.length).toBeLessThan(400);
});

test("any JSON is accepted or refused, and a refusal always has a reason", () => {
  const near = fc.oneof(...events("valid").map((name) => fc.constant(event("valid", name) as object)));
  const mutated = fc
    .tuple(
      near,
      fc.dictionary(
        fc.constantFrom(
          "source",
          "destination",
          "tf",
          "signingJob",
          "operation",
          "timeoutSeconds",
          "__proto__",
          "constructor",
          "x",
        ),
        fc.jsonValue(),
      ),
    )
    .map(([good, changes]) => JSON.parse(JSON.stringify({ ...good, ...changes })));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), mutated), (value) => {
      const verdict = validateRequest(value);
      if (verdict.valid) expect(["sign", "revoke"]).toContain(verdict.request.operation);
      else expect(verdict.problems.filter((problem) => problem.length > 10)).not.toHaveLength(0);
    }),
  );
});

test("validating an accepted request again returns the same request", () => {
  for (const name of events("valid")) {
    const request = accepted(event("valid", name));
    expect(accepted(JSON.parse(JSON.stringify(request)))).toEqual(request);
  }
});
