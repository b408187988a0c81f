import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Suite, suiteFor } from "./suites";
import { TerraformVersion, versionOf } from "./terraform-version";
import { terraformBinary } from "../../sandbox/terraform/terraform";
import { ROOT } from "../flavour";

interface Outcome {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
}

/** Runs the tests that apply to each given Terraform or OpenTofu, and prints rows for the table in docs/versions.md. */
function main(): void {
  const { values } = parseArgs({
    options: { terraform: { type: "string", multiple: true }, all: { type: "boolean", default: false } },
  });
  // A name without a slash is found on PATH.
  const binaries = (values.terraform ?? [terraformBinary()]).map((name) => (name.includes("/") ? resolve(name) : name));
  const versions = binaries.map(versionOf);
  const rows = versions.map((version) => {
    const suite = suiteFor(version, values.all);
    return rowOf(version, suite, runTests(version, suite));
  });
  console.log(["", "| Version | Suite | Result | Date |", "|---|---|---|---|", ...rows].join("\n"));
}

function runTests({ binary, product, version }: TerraformVersion, { name, files, excluded }: Suite): Outcome {
  console.log(`${product} ${version}: suite "${name}"`);
  for (const [file, reason] of Object.entries(excluded)) console.log(`  NOT RUN: test/${file} ${reason}`);
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-compat-"));
  const report = join(folder, "report.json");
  try {
    const args = [
      require.resolve("jest/bin/jest"),
      "--ci",
      ...files.map((file) => `test/${file}`),
      "--json",
      `--outputFile=${report}`,
      ...Object.keys(excluded).map((file) => `--testPathIgnorePatterns=test/${file}`),
      "--selectProjects",
      "sandbox",
    ];
    // With CI set, a test that requires Terraform fails instead of being skipped.
    const env = { ...process.env, CI: "true", TERRAFORM_BINARY_NAME: binary };
    spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
    return JSON.parse(readFileSync(report, "utf8")) as Outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf({ product, version }: TerraformVersion, suite: Suite, outcome: Outcome): string {
  if (!outcome.success) process.exitCode = 1;
  const excluded = Object.keys(suite.excluded).length;
  const name = excluded === 0 ? suite.name : `${suite.name}, without ${excluded} files`;
  const result = `${outcome.numPassedTests} passed, ${outcome.numFailedTests} failed`;
  return `| ${product} ${version} | ${name} | ${result} | ${new Date().toISOString().slice(0, 10)} |`;
}

main();
