import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../sandbox";
import { DemoLog } from "./demo/demo-log";
import { DemoOptions, parseDemoOptions, USAGE } from "./demo/options";
import { Story } from "./demo/story";
import { TerraformError, terraformVersion } from "../sandbox/terraform/terraform";

const INTRODUCTION = `This demo signs the code of a Lambda function, on a sandbox of AWS on this machine. It takes about one minute.
The first run takes longer: it installs the sandbox and may download the AWS provider.`;

/** What a shell reports of a command that Ctrl-C ended. */
const INTERRUPTED_EXIT_CODE = 130;

/** Lines of Terraform's error that are printed. The log has all of them. */
const PRINTED_ERROR_LINES = 20;

/** @returns the exit code */
async function demo(options: DemoOptions, signal: AbortSignal): Promise<number> {
  console.log(INTRODUCTION);
  const workFolder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-demo-"));
  const log = new DemoLog();
  try {
    await onSandbox(options, workFolder, log, signal);
    log.delete();
    return 0;
  } catch (error) {
    if (signal.aborted) {
      log.delete();
      console.log("\nInterrupted. Nothing is left: the sandbox and everything in it have ended.");
      return INTERRUPTED_EXIT_CODE;
    }
    const message = error instanceof Error ? error.message : String(error);
    log.record(message);
    console.error(
      `\n${error instanceof TerraformError ? shortened(error) : message}\n\nThe whole log is in ${log.file}`,
    );
    return 1;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

async function onSandbox(options: DemoOptions, workFolder: string, log: DemoLog, signal: AbortSignal): Promise<void> {
  log.step("Look for Terraform");
  log.note(`Terraform ${requireTerraform()}`);

  log.step("Start the sandbox: AWS on this machine, no account needed");
  const sandbox = await startSandbox({ log: (line) => log.note(line) });
  try {
    log.note(`listening on ${sandbox.url}`);
    const story = new Story(sandbox.url, workFolder, log, options.verbose, signal);
    await story.tell();
    if (!options.keep) await story.destroy();
    console.log(conclusion(log.elapsed().trim()));
    if (options.keep) {
      console.log(instructions(story));
      if (!signal.aborted) await once(signal, "abort");
      console.log("\nEnding the sandbox and everything in it ...");
    }
  } finally {
    await sandbox.stop();
  }
}

function requireTerraform(): string {
  const version = terraformVersion();
  if (version !== undefined) return version;
  throw new Error(
    "Terraform was not found on PATH. Install Terraform 1.4 or later (https://developer.hashicorp.com/terraform/install), " +
      "or name another binary, such as tofu, in TERRAFORM_BINARY_NAME.",
  );
}

function conclusion(elapsed: string): string {
  return `
Shown in ${elapsed}: code is signed while it is deployed, unsigned code is refused, and only a change is signed again.
The program is examples/sign-lambda-package/main.ts. docs/getting-started.md leads to your own.`;
}

function instructions({ environment, functionName, stackFolder }: Story): string {
  const exports = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  return `
The sandbox and the stack are still running. To use them, run in another terminal:

${exports.join("\n")}

  aws signer list-signing-jobs
  aws lambda invoke --function-name ${functionName} /dev/stdout
  cd ${stackFolder} && terraform plan

Ctrl-C ends the sandbox and everything in it.`;
}

/** Terraform's error message without the output before it. */
function shortened({ message, result }: TerraformError): string {
  const lines = result.output.split("\n");
  const error = lines.findIndex((line) => line.includes("Error: "));
  if (error === -1) return message;
  return [message.split("\n")[0], ...lines.slice(error, error + PRINTED_ERROR_LINES)].join("\n").trimEnd();
}

async function main(): Promise<number> {
  let options: DemoOptions;
  try {
    options = parseDemoOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 1;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const interruption = new AbortController();
  // A terminal and npm can both deliver the same Ctrl-C, so a second signal must not end the cleanup.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());
  return demo(options, interruption.signal);
}

void main().then((exitCode) => process.exit(exitCode));
