import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startSandbox } from "../sandbox";
import { SandboxClient } from "../sandbox/client";
import { verifySignedZip } from "../sandbox/signature";
import { Progress, table } from "./runner/progress";
import { synthesizeExample } from "./runner/synthesize";
import { terraformCliEnvironment } from "../sandbox/terraform/cli-config";
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION, sandboxEnvironment } from "../sandbox/terraform/sandbox-environment";
import { Terraform, terraformVersion } from "../sandbox/terraform/terraform";

const EXAMPLE = "sign-lambda-package";

/** Signs a Lambda package on the sandbox: creates everything, and destroys everything. */
async function demo(workFolder: string, progress: Progress): Promise<void> {
  progress.step("Looking for Terraform");
  const version = terraformVersion();
  if (version === undefined) {
    throw new Error(
      "Terraform was not found on PATH. Install Terraform 1.4 or later (https://developer.hashicorp.com/terraform/install), " +
        "or name another binary, such as tofu, in TERRAFORM_BINARY_NAME.",
    );
  }
  progress.note(`Terraform ${version}`);

  progress.step("Starting the sandbox: AWS on this machine, no account needed");
  const sandbox = await startSandbox({ log: (line) => progress.note(line) });
  try {
    progress.note(`listening on ${sandbox.url}`);
    await deploy(sandbox.url, workFolder, progress);
  } finally {
    await sandbox.stop();
  }
}

async function deploy(url: string, workFolder: string, progress: Progress): Promise<void> {
  const environment = { ...sandboxEnvironment(url), ...terraformCliEnvironment(workFolder) };

  progress.step(`Synthesizing examples/${EXAMPLE}`);
  const [stack] = await synthesizeExample(EXAMPLE, workFolder, environment);
  const terraform = new Terraform(stack.folder, environment, progress.terraform);

  progress.step("terraform init");
  await terraform.init();

  progress.step("terraform apply");
  await terraform.apply();
  const outputs = await terraform.outputs();

  progress.step("The signing job");
  const { functionName, ...job } = outputs;
  table(job).forEach((line) => progress.note(line));

  progress.step("Verifying the signature in the signed package");
  await verify(url, job, progress);

  progress.step("Invoking the function, which was deployed from the signed package");
  progress.note(await invoke(url, String(functionName)));

  progress.step("terraform plan, to see that nothing is left to do");
  const plan = await terraform.plan();
  if (!plan.isEmpty) throw new Error(`The second plan is not empty:\n${plan.output}`);

  progress.step("terraform destroy");
  await terraform.destroy();
}

function clientSettings(url: string): object {
  return {
    endpoint: url,
    region: DEFAULT_REGION,
    credentials: { accessKeyId: DEFAULT_ACCOUNT_ID, secretAccessKey: "test" },
  };
}

async function verify(url: string, job: Record<string, unknown>, progress: Progress): Promise<void> {
  const s3 = new S3Client({ ...clientSettings(url), forcePathStyle: true });
  const signed = await s3.send(
    new GetObjectCommand({ Bucket: String(job.signedObjectBucketName), Key: String(job.signedObjectKey) }),
  );
  const zip = Buffer.from(await signed.Body!.transformToByteArray());
  const signature = await verifySignedZip(zip, await new SandboxClient(url).signingRoot());
  table({
    "signing job": signature.jobArn,
    "profile version": signature.profileVersionArn,
    "signed at": signature.signedAt.toISOString(),
    "expires at": signature.expiresAt.toISOString(),
  }).forEach((line) => progress.note(line));
  progress.note("valid: the content is the signed one, and the certificate leads to the sandbox's root");
}

async function invoke(url: string, functionName: string): Promise<string> {
  const answer = await new LambdaClient(clientSettings(url)).send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ name: "reader" }) }),
  );
  const payload = Buffer.from(answer.Payload ?? []).toString("utf8");
  if (answer.FunctionError) throw new Error(`The signed function failed: ${payload}`);
  return payload;
}

async function main(): Promise<void> {
  const progress = new Progress();
  const workFolder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-demo-"));
  try {
    await demo(workFolder, progress);
    progress.step("Done. examples/ has what you just saw; README.md goes on from here.");
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

void main();
