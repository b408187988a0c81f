import { faultAnswer } from "../../../sandbox/faults/fault-answer";

test.each([
  ["signer", { type: "throttle" }, { message: "Rate exceeded" }],
  ["signer", { type: "serverError", status: 500 }, { message: "Injected by a fault of the sandbox." }],
  ["lambda", { type: "throttle" }, { Type: "User", message: "Rate exceeded" }],
  ["lambda", { type: "serverError", status: 500 }, { Type: "Service", Message: "Injected by a fault of the sandbox." }],
  ["logs", { type: "throttle" }, { __type: "ThrottlingException", message: "Rate exceeded" }],
] as const)(
  "an injected error of %s by %j has the members of that service's errors only",
  (service, effect, members) => {
    expect(JSON.parse(String(faultAnswer(effect, { service }).body))).toEqual(members);
  },
);
