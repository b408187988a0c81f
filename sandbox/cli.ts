#!/usr/bin/env node
import { parseOptions, USAGE, UsageError } from "./cli-options";
import { startSandbox, type RecordedCall } from "./index";
import { sandboxEnvironment } from "./terraform/sandbox-environment";

const SHOWN_VARIABLES = [
  "AWS_ENDPOINT_URL",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_REGION",
  // Version 1 of the AWS CLI knows only this one.
  "AWS_DEFAULT_REGION",
  // For GetRevocationStatus, whose host name gets a prefix otherwise.
  "AWS_DISABLE_HOST_PREFIX_INJECTION",
];

function instructions(url: string, persist: string | undefined): string {
  const variables = sandboxEnvironment(url);
  const exports = SHOWN_VARIABLES.map((name) => `  export ${name}=${variables[name]}`).join("\n");
  return `
The sandbox is at ${url}. In another terminal:

${exports}

and deploy an unmodified stack (\`cdktf deploy\`, \`terraform apply\`) or call it (\`aws signer list-signing-profiles\`).
Every 12-digit access key is the root of the account of that number.

It serves AWS Signer, S3, IAM, STS, Lambda (functions run for real, on this machine's Node), Lambda code signing,
CloudWatch Logs, KMS, ACM and EC2. Signatures are real, made by a test authority: ${url}/_sandbox/signing-root.pem
It does not serve: asynchronous invocation, container images, runtimes other than nodejs. Functions run as you,
with this machine's files and network, and find their layers at $AWS_SIGNER_SANDBOX_OPT instead of /opt. Session policies and the policies of functions do not count for Signer and for
invocation; identity policies and permissions boundaries do. ${
    persist ? `The state is kept in ${persist}` : "Nothing is kept"
  } when the sandbox ends.

Ctrl-C ends it.`;
}

/** One line for each call to AWS Signer: operation, subject and answer. */
function logSignerCall(call: RecordedCall): void {
  if (call.service !== "signer") return;
  const { time, operation = "unknown operation", status = "connection dropped", durationMs, errorCode } = call;
  const subject = [call.accountId, call.profileName, call.jobId].filter((each) => each !== undefined).join(" ");
  const outcome = [status, errorCode].filter((each) => each !== undefined).join(" ");
  console.log(`${time} signer ${operation} ${subject}: ${outcome}, ${durationMs} ms`);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) {
    console.log(USAGE);
    return;
  }
  // Not earlier: a sandbox that is still starting ends with this process.
  const sandbox = await startSandbox({ ...options, log: console.log, onCall: logSignerCall });
  console.log(instructions(sandbox.url, options.persist));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      console.log("\nEnding the sandbox ...");
      void sandbox.stop().then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : (error as Error).message);
  process.exitCode = 1;
});
