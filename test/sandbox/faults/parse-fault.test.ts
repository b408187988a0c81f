import { InvalidFaultError, parseFault } from "../../../sandbox/faults/parse-fault";

test.each([
  { match: {}, effect: { type: "throttle" } },
  {
    match: { service: "signer", operation: "StartSigningJob", profileName: "p" },
    effect: { type: "throttle" },
    times: 3,
    skip: 1,
  },
  { match: { accountId: "111111111111", key: "a/b.zip" }, effect: { type: "jobFails", statusReason: "no" } },
  { match: { service: "lambda", functionName: "f" }, effect: { type: "killFunction", afterSeconds: 0.5 } },
  { match: { service: "s3", accountId: "111111111111" }, effect: { type: "serverError", status: 503 } },
])("a valid fault is accepted unchanged: %j", (fault) => {
  expect(parseFault(fault)).toEqual(fault);
});

test("a fault without a match affects everything", () => {
  expect(parseFault({ effect: { type: "throttle" } })).toEqual({ match: {}, effect: { type: "throttle" } });
});

test.each([
  [[], /^the fault must be a JSON object, but is \[\]/],
  [{}, /^effect must be a JSON object, but is missing/],
  [{ effect: { type: "throtle" } }, /^effect\.type must be one of jobFails, .*, but is "throtle"/],
  [{ effect: { type: "throttle", seconds: 1 } }, /^effect "throttle" may have the fields type, but has seconds/],
  [{ effect: { type: "jobFails" } }, /^effect\.statusReason must be a non-empty string, but is missing/],
  [{ effect: { type: "delay", seconds: -1 } }, /^effect\.seconds must be a number of at least 0, but is -1/],
  [{ effect: { type: "serverError", status: 404 } }, /^effect\.status must be a number from 500 to 599, but is 404/],
  [{ effect: { type: "dropConnection", when: "later" } }, /^effect\.when must be one of before, after, but is "later"/],
  [
    { effect: { type: "throttle" }, time: 1 },
    /^the fault may have the fields match, times, skip, effect, but has time/,
  ],
  [{ effect: { type: "throttle" }, times: 0 }, /^times must be a whole number of at least 1, but is 0/],
  [{ effect: { type: "throttle" }, match: { profile: "p" } }, /^match may have the fields .*, but has profile/],
  [
    { effect: { type: "throttle" }, match: { service: "singer" } },
    /^match\.service must be one of signer, .*, but is "singer"/,
  ],
  [
    { effect: { type: "throttle" }, match: { operation: "StartJob" } },
    /^match\.operation must be one of .*, but is "StartJob"/,
  ],
  [
    { effect: { type: "throttle" }, match: { accountId: 111111111111 } },
    /^match\.accountId must be a string of 12 digits/,
  ],
])("an invalid fault is refused with a reason: %j", (fault, message) => {
  expect(() => parseFault(fault)).toThrow(InvalidFaultError);
  expect(() => parseFault(fault)).toThrow(message);
});

test.each([
  [{ effect: { type: "jobNeverEnds" }, match: { functionName: "f" } }, /has functionName/],
  [
    { effect: { type: "jobNeverEnds" }, match: { operation: "DescribeSigningJob" } },
    /operation must be one of StartSigningJob/,
  ],
  [
    { effect: { type: "killFunction", afterSeconds: 1 }, match: { service: "signer" } },
    /service must be one of lambda/,
  ],
  [{ effect: { type: "throttle" }, match: { service: "lambda", profileName: "p" } }, /has profileName/],
  [
    { effect: { type: "throttle" }, match: { service: "signer", operation: "Invoke" } },
    /operation must be one of .*SignPayload/,
  ],
  [{ effect: { type: "throttle" }, match: { service: "s3", operation: "Invoke" } }, /known for signer and lambda only/],
  [{ effect: { type: "rateLimit", perSecond: 1 }, times: 1 }, /rateLimit.* lasts until it is removed/],
])("a fault that could never take effect is refused with a reason: %j", (fault, message) => {
  expect(() => parseFault(fault)).toThrow(message);
});
