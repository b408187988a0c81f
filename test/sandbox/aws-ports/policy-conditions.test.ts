import { decideConditions } from "../../../sandbox/aws-ports/policy-conditions";

const CONTEXT = { "signer:ProfileVersion": "abcdefghij", "aws:RequestTag/team": "blue" };

function statementsAfter(condition: object | undefined): unknown {
  const document = JSON.stringify({
    Statement: { Effect: "Allow", Action: "*", ...(condition && { Condition: condition }) },
  });
  const decided = decideConditions(document, CONTEXT);
  return decided === undefined ? undefined : (JSON.parse(decided) as { Statement: unknown[] }).Statement;
}

test.each([
  [{ StringEquals: { "signer:ProfileVersion": "abcdefghij" } }],
  [{ StringEquals: { "signer:profileversion": ["0000000000", "abcdefghij"] } }],
  [{ StringNotEquals: { "signer:ProfileVersion": ["0000000000", "1111111111"] } }],
  [{ StringLike: { "aws:RequestTag/team": "bl?*" } }],
  [{ StringEqualsIgnoreCase: { "aws:RequestTag/team": "BLUE" } }],
  [{ StringEqualsIfExists: { "aws:RequestTag/other": "x" } }],
  [{ StringNotLike: { "aws:RequestTag/other": "x" } }],
  [{ Null: { "signer:ProfileVersion": "false", "aws:RequestTag/other": "true" } }],
  [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "stage"] } }],
  [{ "ForAnyValue:StringLike": { "aws:TagKeys": "te*" } }],
])("a statement applies when its condition holds: %j", (condition) => {
  expect(statementsAfter(condition)).toEqual([{ Effect: "Allow", Action: "*" }]);
});

test.each([
  [{ StringEquals: { "signer:ProfileVersion": "0000000000" } }],
  [{ StringEquals: { "aws:RequestTag/other": "x" } }],
  [{ StringNotEquals: { "signer:ProfileVersion": ["0000000000", "abcdefghij"] } }],
  [{ StringLike: { "aws:RequestTag/team": "lue" } }],
  [{ StringLike: { "aws:RequestTag/team": "b.ue" } }],
  [{ StringEqualsIfExists: { "aws:RequestTag/team": "red" } }],
  [{ Null: { "signer:ProfileVersion": "true" } }],
  [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["stage"] } }],
  [{ StringEquals: { "signer:ProfileVersion": "abcdefghij", "aws:RequestTag/team": "red" } }],
])("a statement does not apply when its condition fails: %j", (condition) => {
  expect(statementsAfter(condition)).toEqual([]);
});

test("conditions on other keys are left to the backend", () => {
  const other = { StringEquals: { "aws:PrincipalAccount": "111111111111" } };
  expect(statementsAfter(other)).toBeUndefined();
  expect(statementsAfter(undefined)).toBeUndefined();
  const both = { StringEquals: { ...other.StringEquals, "signer:ProfileVersion": "abcdefghij" } };
  expect(statementsAfter(both)).toEqual([{ Effect: "Allow", Action: "*", Condition: other }]);
});

test("an operator that cannot be evaluated is an error", () => {
  expect(() => statementsAfter({ NumericEquals: { "signer:ProfileVersion": "1" } })).toThrow(/operator NumericEquals/);
});
