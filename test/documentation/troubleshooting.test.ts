import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { conditionTexts, ErrorText, errorTexts, ruleMeanings, textsIn } from "./error-texts";
import { beginning } from "../reliability/fault-matrix";

const ROOT = resolve(__dirname, "../..");
const DOCUMENT = readFileSync(resolve(ROOT, "docs/troubleshooting.md"), "utf8");

/** The errors that each section lists: the code in the first column of its tables. */
function listed(section: string): string[][] {
  const [, text = ""] = new RegExp(`\\n## ${section}\\n([\\s\\S]*?)(?=\\n## |$)`).exec(DOCUMENT) ?? [];
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((line) => [...line.split(" | ")[0].matchAll(/`([^`]+)`/g)].map(([, code]) => code));
}

function cases(texts: readonly ErrorText[]): [string, string, ErrorText][] {
  return texts.map((error) => [error.text, relative(ROOT, error.file), error]);
}

describe("an error of the function is in the troubleshooting list, under its type", () => {
  const rows = listed("The function");
  const errors = errorTexts(resolve(ROOT, "src/handler")).filter(({ name }) => name !== undefined);

  test.each(cases(errors))("%s (%s)", (text, _, { name }) => {
    const entries = rows.filter(([type]) => type === name).flatMap(([, ...beginnings]) => beginnings);
    expect(entries.filter((entry) => beginning(entry).test(text))).not.toEqual([]);
  });

  test("and the list has no unknown type", () => {
    const names = new Set(errors.map(({ name }) => name));
    const fromLambda = ["Runtime.ExitError", "Sandbox.Timedout"];
    expect(rows.map(([type]) => type).filter((type) => !names.has(type) && !fromLambda.includes(type))).toEqual([]);
  });
});

describe("an error of synthesis is in the troubleshooting list", () => {
  const entries = listed("Synthesis").flat();
  const errors = errorTexts(resolve(ROOT, "src")).filter(
    ({ file, name }) => name === undefined && !/\/src\/(handler|protocol)\//.test(file),
  );

  /** Listed by what the value must be. */
  const ofAnyRule = /^(\[…\] …|"…" must be …, received …)$/;

  test.each(cases(errors.filter(({ text }) => !ofAnyRule.test(text))))("%s (%s)", (text) => {
    const rule = /^"[^"]+" must be (.+), received …$/.exec(text)?.[1] ?? "";
    expect(entries.filter((entry) => beginning(entry).test(text) || beginning(entry).test(rule))).not.toEqual([]);
  });

  const meanings = ruleMeanings(resolve(ROOT, "src"));

  test.each(meanings.map((meaning) => [meaning]))("a value must be %s", (meaning) => {
    expect(entries).toContain(meaning);
  });

  test("and the list has no other error", () => {
    const given = errors.flatMap(({ text }) => [text, text.replace(/^"[^"]+" must be /, "")]);
    const isGiven = (entry: string) => meanings.includes(entry) || given.some((text) => beginning(entry).test(text));
    // Composed by validations that cdktf runs.
    const fromValidation =
      /^(the function's role needs policies of up to|a value of an iterator|"source\.key" is known only|"destination\.bucketName" is a value|"…" must be the same for all)/;
    expect(entries.filter((entry) => !isGiven(entry) && !fromValidation.test(entry))).toEqual([]);
  });
});

describe("a condition that fails in Terraform is in the troubleshooting list", () => {
  const entries = listed("Planning").flat();

  test.each(cases(conditionTexts(resolve(ROOT, "src"))))("%s (%s)", (text) => {
    expect(entries.filter((entry) => beginning(entry).test(text))).not.toEqual([]);
  });
});

describe("a warning of synthesis", () => {
  const texts = [
    "src/role/policy/messages.ts",
    "src/function/imported-signing-function.ts",
    "src/profile/signing-profile.ts",
    "src/s3/asset/messages.ts",
  ].flatMap((file) => textsIn(resolve(ROOT, file)));

  test.each(listed("Warnings"))("of the troubleshooting list exists: %s", (entry) => {
    expect(texts.filter((text) => beginning(entry).test(text))).not.toEqual([]);
  });

  test("is in the list", () => {
    expect(listed("Warnings")).toHaveLength(8);
  });
});

describe("an error at the start of the sandbox is in the troubleshooting list", () => {
  const entries = listed("The sandbox").flat();
  const files = [
    "sandbox/index.ts",
    "sandbox/cli-options.ts",
    "sandbox/backend/python.ts",
    "sandbox/backend/python-environment.ts",
    "sandbox/backend/ministack.ts",
    "sandbox/gateway/gateway.ts",
    "sandbox/persistence/state-file.ts",
    "sandbox/terraform/provider-mirror.ts",
    "examples/demo.ts",
  ];
  const errors = files.flatMap((file) => errorTexts(resolve(ROOT, file)));
  /** Users never see this error: the system always assigns a port. */
  const notListed = [/^no port$/];

  test.each(cases(errors.filter(({ text }) => !notListed.some((pattern) => pattern.test(text)))))("%s (%s)", (text) => {
    expect(entries.filter((entry) => beginning(entry).test(text))).not.toEqual([]);
  });
});
