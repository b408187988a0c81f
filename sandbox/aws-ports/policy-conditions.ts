import { AwsError } from "../http/aws-error";

/** The condition keys of a request that the backend's evaluator does not know, with their values. */
export type ConditionContext = Readonly<Record<string, string>>;

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

interface Statement {
  readonly Condition?: Condition;
}

const OWN_KEYS = /^(signer:|iam:passedtoservice$|aws:requesttag\/|aws:tagkeys$)/i;

/** Operators on the one value of a key. `Not` operators hold if none of the expected values match. */
const MATCHERS: Readonly<Record<string, (actual: string, expected: string) => boolean>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, expected) => wildcard(expected).test(actual),
};

/**
 * Decides the conditions of a policy document about Signer's own keys, the service that a role is passed to and
 * tags of the request. Statements that do not apply are removed, and others stay without these conditions.
 *
 * @returns `undefined` if the document has no such conditions
 * @throws AwsError for operators that the sandbox cannot decide
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function decideConditions(document: string, context: ConditionContext): string | undefined {
  const policy = JSON.parse(document) as { Statement?: Statement | Statement[] };
  const statements = [policy.Statement ?? []].flat();
  if (!statements.some(({ Condition: condition = {} }) => ownKeysOf(condition).length > 0)) return undefined;
  return JSON.stringify({
    ...policy,
    Statement: statements.flatMap((statement) => decideStatement(statement, context)),
  });
}

function ownKeysOf(condition: Condition): string[] {
  return Object.values(condition).flatMap((keys) => Object.keys(keys).filter((key) => OWN_KEYS.test(key)));
}

function decideStatement(statement: Statement, context: ConditionContext): Statement[] {
  const remaining: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    for (const [key, expected] of Object.entries(keys)) {
      if (!OWN_KEYS.test(key)) remaining[operator] = { ...remaining[operator], [key]: expected };
      else if (!holds(operator, valuesOf(key, context), [expected].flat())) return [];
    }
  }
  const { Condition: _, ...unconditional } = statement;
  return [Object.keys(remaining).length > 0 ? { ...unconditional, Condition: remaining } : unconditional];
}

function valuesOf(key: string, context: ConditionContext): string[] {
  if (key.toLowerCase() === "aws:tagkeys") {
    return Object.keys(context).flatMap((name) => /^aws:RequestTag\/(.*)$/i.exec(name)?.[1] ?? []);
  }
  return Object.entries(context).flatMap(([name, value]) => (name.toLowerCase() === key.toLowerCase() ? [value] : []));
}

function holds(operator: string, actual: readonly string[], expected: readonly string[]): boolean {
  const [, set, not, name, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(?:String(Not))?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (operator === "Null") return (expected[0] === "true") === (actual.length === 0);
  const matches = MATCHERS[not ? `String${name}` : name];
  if (!matches) {
    throw new AwsError(
      400,
      "SandboxNotImplemented",
      `The sandbox cannot decide the condition operator ${operator} on keys of Signer, tags of a request or iam:PassedToService.`,
    );
  }
  if (actual.length === 0) return set === "ForAllValues" || not !== undefined || ifExists !== undefined;
  const fits = (value: string) => expected.some((each) => matches(value, each)) === (not === undefined);
  return set === "ForAllValues" ? actual.every(fits) : actual.some(fits);
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "s");
}
