import { startSandbox } from "../sandbox";
import { sandboxPlace } from "./runner/place";
import { prepareExample } from "./runner/preparation";
import { Progress, table } from "./runner/progress";
import { runExample } from "./runner/run-example";
import { exampleNames } from "./runner/synthesize";
import { DEFAULT_ACCOUNT_ID } from "../sandbox/terraform/sandbox-environment";
import { terraformVersion } from "../sandbox/terraform/terraform";

/** Deploys and destroys the named examples, or all of them, on the sandbox. */
async function main(names: readonly string[]): Promise<void> {
  const examples = examplesNamed(names);
  const progress = new Progress();
  if (terraformVersion() === undefined) {
    throw new Error(
      "Terraform was not found on PATH. Install Terraform 1.4 or later, or name it in TERRAFORM_BINARY_NAME.",
    );
  }
  progress.step("Starting the sandbox");
  const sandbox = await startSandbox({ log: progress.note.bind(progress) });
  const outcomes: Record<string, string> = {};
  try {
    for (const name of examples) outcomes[name] = await outcomeOf(name, sandbox.url, progress);
  } finally {
    await sandbox.stop();
  }
  progress.step("Deployed, found unchanged, and destroyed:");
  table(outcomes).forEach((line) => progress.note(line));
  if (Object.values(outcomes).some((outcome) => outcome !== "passed")) process.exitCode = 1;
}

function examplesNamed(names: readonly string[]): readonly string[] {
  const all = exampleNames();
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`There is no example ${unknown.join(", ")}. There are: ${all.join(", ")}`);
  return names.length === 0 ? all : names;
}

async function outcomeOf(name: string, sandboxUrl: string, progress: Progress): Promise<string> {
  try {
    await runExample(name, {
      place: sandboxPlace(sandboxUrl, DEFAULT_ACCOUNT_ID),
      variables: await prepareExample(name, sandboxUrl, DEFAULT_ACCOUNT_ID),
      step: progress.step.bind(progress),
      terraformLine: progress.terraformTotals,
    });
    return "passed";
  } catch (error) {
    progress.note(error instanceof Error ? error.message : String(error));
    return "FAILED";
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
