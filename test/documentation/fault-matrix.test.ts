import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { faultRows } from "../reliability/fault-matrix";

const ROOT = resolve(__dirname, "../..");

test.each(faultRows().map((row) => [row.testName, relative(ROOT, row.testFile)]))(
  "the fault matrix names a test that exists: %s (%s)",
  (testName, testFile) => {
    expect(existsSync(resolve(ROOT, testFile))).toBe(true);
    expect(readFileSync(resolve(ROOT, testFile), "utf8")).toContain(`"${testName}"`);
  },
);

test.each(["request-faults", "signer-faults", "function-faults"])(
  "the fault matrix has a row for each test of %s",
  (file) => {
    // `row` fails if a test has no row.
    expect(readFileSync(resolve(__dirname, "../reliability", `${file}.test.ts`), "utf8")).not.toMatch(
      /\btest(\.each)?\(/,
    );
  },
);
