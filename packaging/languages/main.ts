import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { configurationIn, EXAMPLE, typeScriptConfiguration, workspaceOf } from "./example";
import { LANGUAGES } from "./index";
import { Language, Workspace } from "./language";
import { PYTHON } from "./python";
import { Progress, table } from "../../examples/runner/progress";
import { startSandbox } from "../../sandbox";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { DEFAULT_ACCOUNT_ID, sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { Terraform, terraformVersion } from "../../sandbox/terraform/terraform";

const DEPLOYED: readonly Language[] = [PYTHON];

const progress = new Progress();

/**
 * Builds the example of each language with the packed library, synthesizes it, and compares the configuration with that of the
 * example in TypeScript. Reports which languages were not run, and why. With `CI` set this is a failure.
 *
 * @param names languages to run; all by default
 */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !LANGUAGES.some((language) => language.name === name));
  if (unknown.length > 0) throw new Error(`There is no example in ${unknown.join(", ")}`);
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-languages-"));
  const outcomes: Record<string, string> = {};
  try {
    const configuration = await typeScriptConfiguration(join(folder, "typescript"));
    for (const language of LANGUAGES.filter(({ name }) => names.length === 0 || names.includes(name))) {
      outcomes[language.name] = await outcomeOf(language, workspaceOf(language, folder), configuration);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  progress.step("The example in each language:");
  table(outcomes).forEach((line) => progress.note(line));
  const isFailure = process.env.CI ? /^(FAILED|NOT RUN)/ : /^FAILED/;
  if (Object.values(outcomes).some((outcome) => isFailure.test(outcome))) process.exitCode = 1;
}

async function outcomeOf(language: Language, workspace: Workspace, expected: unknown): Promise<string> {
  try {
    progress.step(`${language.name}: toolchain and dependencies`);
    const missing = await language.missing(workspace);
    if (missing !== undefined) return `NOT RUN: ${missing}`;
    progress.step(`${language.name}: package, build, synth`);
    await language.synthesize(workspace);
    if (!isDeepStrictEqual(configurationIn(workspace), expected)) {
      return "FAILED: the configuration differs from that of TypeScript";
    }
    if (!DEPLOYED.includes(language)) return "same configuration as TypeScript";
    if (terraformVersion() === undefined) return "same configuration as TypeScript; NOT DEPLOYED: no Terraform on PATH";
    progress.step(`${language.name}: deploy to the sandbox, plan, destroy`);
    await deploy(workspace);
    return "same configuration as TypeScript; deployed, found unchanged, destroyed";
  } catch (error) {
    return `FAILED: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function deploy({ project }: Workspace): Promise<void> {
  const sandbox = await startSandbox({ log: progress.note.bind(progress) });
  try {
    const environment = { ...sandboxEnvironment(sandbox.url, DEFAULT_ACCOUNT_ID), ...terraformCliEnvironment(project) };
    const terraform = new Terraform(join(project, "cdktf.out/stacks", EXAMPLE), environment, progress.terraformTotals);
    await terraform.init();
    await terraform.apply();
    const { isEmpty, output } = await terraform.plan();
    if (!isEmpty) throw new Error(`A second deployment would change something:\n${output}`);
    await terraform.destroy();
  } finally {
    await sandbox.stop();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
