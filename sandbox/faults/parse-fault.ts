import { JOB_EFFECTS, type FaultDefinition, type FaultEffect, type FaultMatch } from "./fault";
import { SIGNER_OPERATIONS } from "../gateway/signer-subject";
import { LAMBDA_OPERATIONS } from "../lambda/lambda-operation";

/** A fault that could never take effect, or that is probably a mistake. */
export class InvalidFaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidFaultError";
  }
}

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => string | undefined;

const SERVICES = ["signer", "lambda", "s3", "iam", "sts", "logs", "kms", "acm", "ec2"];
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  signer: SIGNER_OPERATIONS,
  lambda: LAMBDA_OPERATIONS,
};

const text: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "must be a non-empty string");
const oneOf = (allowed: readonly string[]): Check => {
  return (value) => (allowed.includes(value as string) ? undefined : `must be one of ${allowed.join(", ")}`);
};
const numberFrom = (least: number, most = Infinity): Check => {
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  return (value) =>
    typeof value === "number" && value >= least && value <= most ? undefined : `must be a number ${range}`;
};
const count = (least: number): Check => {
  return (value) =>
    Number.isInteger(value) && (value as number) >= least ? undefined : `must be a whole number of at least ${least}`;
};

const MATCH_FIELDS: Readonly<Record<keyof FaultMatch, Check>> = {
  service: oneOf(SERVICES),
  operation: oneOf(Object.values(OPERATIONS).flat()),
  accountId: (value) =>
    typeof value === "string" && /^\d{12}$/.test(value) ? undefined : "must be a string of 12 digits",
  profileName: text,
  bucketName: text,
  key: text,
  functionName: text,
};

const EFFECT_FIELDS: Readonly<Record<FaultEffect["type"], Readonly<Record<string, Check>>>> = {
  jobFails: { statusReason: text },
  jobDuration: { seconds: numberFrom(0) },
  jobNeverEnds: {},
  throttle: {},
  rateLimit: { perSecond: numberFrom(0) },
  serverError: { status: numberFrom(500, 599) },
  accessDenied: {},
  delay: { seconds: numberFrom(0) },
  dropConnection: { when: oneOf(["before", "after"]) },
  killFunction: { afterSeconds: numberFrom(0) },
};

/** @throws InvalidFaultError that says which field is wrong and what it may be */
export function parseFault(input: unknown): FaultDefinition {
  const fault = fieldsOf(input, "the fault");
  refuseUnknown(fault, ["match", "times", "skip", "effect"], "the fault");
  if (fault.times !== undefined) demand("times", fault.times, count(1));
  if (fault.skip !== undefined) demand("skip", fault.skip, count(0));
  const effect = parseEffect(fault.effect);
  const match = parseMatch(fault.match ?? {});
  if (effect.type === "rateLimit" && (fault.times !== undefined || fault.skip !== undefined)) {
    throw new InvalidFaultError(`effect "rateLimit" lasts until it is removed: it takes no times and no skip.`);
  }
  requireEffective(match, effect);
  return { ...(fault as Pick<FaultDefinition, "times" | "skip">), match, effect };
}

function parseEffect(input: unknown): FaultEffect {
  const effect = fieldsOf(input, "effect");
  demand("effect.type", effect.type, oneOf(Object.keys(EFFECT_FIELDS)));
  const checks = EFFECT_FIELDS[effect.type as FaultEffect["type"]];
  refuseUnknown(effect, ["type", ...Object.keys(checks)], `effect "${String(effect.type)}"`);
  for (const [name, check] of Object.entries(checks)) demand(`effect.${name}`, effect[name], check);
  return effect as unknown as FaultEffect;
}

function parseMatch(input: unknown): FaultMatch {
  const match = fieldsOf(input, "match");
  refuseUnknown(match, Object.keys(MATCH_FIELDS), "match");
  for (const [name, value] of Object.entries(match)) {
    demand(`match.${name}`, value, MATCH_FIELDS[name as keyof FaultMatch]);
  }
  const { service, operation } = match as FaultMatch;
  if (service && operation) {
    demand(
      "match.operation",
      operation,
      oneOf(OPERATIONS[service] ?? ["none: operations are known for signer and lambda only"]),
    );
  }
  return match;
}

/** With a field that the request or job never has, the fault would never take effect. */
function requireEffective(match: FaultMatch, effect: FaultEffect): void {
  const only = (names: readonly string[], what: string) => refuseUnknown(match as Fields, names, what);
  const { service, operation } = match;
  if (JOB_EFFECTS.includes(effect.type)) {
    only(
      ["service", "operation", "accountId", "profileName", "bucketName", "key"],
      `the match of effect "${effect.type}"`,
    );
    if (service) demand("match.service", service, oneOf(["signer"]));
    if (operation) demand("match.operation", operation, oneOf(["StartSigningJob"]));
  }
  if (effect.type === "killFunction") {
    only(["service", "operation", "accountId", "functionName"], `the match of effect "killFunction"`);
    if (service) demand("match.service", service, oneOf(["lambda"]));
    if (operation) demand("match.operation", operation, oneOf(["Invoke"]));
  }
  if (service === "lambda") only(["service", "operation", "accountId", "functionName"], `a match of service "lambda"`);
  if (service === "signer") {
    only(["service", "operation", "accountId", "profileName", "bucketName", "key"], `a match of service "signer"`);
  }
  if (service && !OPERATIONS[service]) only(["service", "accountId"], `a match of service "${service}"`);
}

function fieldsOf(input: unknown, name: string): Fields {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new InvalidFaultError(`${name} must be a JSON object, but is ${JSON.stringify(input) ?? "missing"}.`);
  }
  return input as Fields;
}

function refuseUnknown(fields: Fields, known: readonly string[], where: string): void {
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new InvalidFaultError(`${where} may have the fields ${known.join(", ")}, but has ${unknown.join(", ")}.`);
  }
}

function demand(name: string, value: unknown, check: Check): void {
  const wrong = check(value);
  if (wrong) throw new InvalidFaultError(`${name} ${wrong}, but is ${JSON.stringify(value) ?? "missing"}.`);
}
