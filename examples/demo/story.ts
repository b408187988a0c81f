import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { InvokeCommand, LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { zipSync } from "fflate";
import { AbortableTerraform } from "./abortable-terraform";
import { ApplyProgress } from "./apply-progress";
import type { DemoLog } from "./demo-log";
import { SandboxClient } from "../../sandbox/client";
import { verifySignedZip } from "../../sandbox/signature";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION, sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { table } from "../runner/progress";
import { synthesizeExample } from "../runner/synthesize";

const ROOT = resolve(__dirname, "../..");
const EXAMPLE = "sign-lambda-package";

interface Outputs extends Record<string, unknown> {
  readonly functionName: string;
  readonly jobId: string;
  readonly signedObjectBucketName: string;
  readonly signedObjectKey: string;
}

/** What the demo tells, on a copy of an example that it can change. */
export class Story {
  /** Environment variables for programs that work on the stack. */
  public readonly environment: Readonly<Record<string, string>>;
  /** The folder of the stack, once it is synthesized. */
  public stackFolder = "";
  public functionName = "";
  private terraform?: AbortableTerraform;
  private progress?: ApplyProgress;
  private readonly example: string;
  private readonly lambda: LambdaClient;
  private readonly s3: S3Client;

  constructor(
    private readonly url: string,
    private readonly workFolder: string,
    private readonly log: DemoLog,
    private readonly verbose: boolean,
    private readonly signal: AbortSignal,
  ) {
    this.environment = { ...sandboxEnvironment(url), ...terraformCliEnvironment(workFolder) };
    this.example = join(workFolder, EXAMPLE);
    const settings = {
      endpoint: url,
      region: DEFAULT_REGION,
      credentials: { accessKeyId: DEFAULT_ACCOUNT_ID, secretAccessKey: "test" },
    };
    this.lambda = new LambdaClient(settings);
    this.s3 = new S3Client({ ...settings, forcePathStyle: true });
  }

  /** Tells everything up to the empty plan. The stack stays deployed. */
  public async tell(): Promise<void> {
    const first = await this.deployFirst();
    await this.verify(first);
    await this.invoke("Invoke the function, which runs the signed code");
    await this.refuseUnsignedCode();
    await this.signChange(first);
    await this.planNothing();
  }

  public async destroy(): Promise<void> {
    this.step("Destroy everything: terraform destroy");
    await this.withProgress(async (terraform) => terraform.destroy());
  }

  private step(text: string): void {
    this.signal.throwIfAborted();
    this.log.step(text);
  }

  private async deployFirst(): Promise<Outputs> {
    this.step(`Synthesize examples/${EXAMPLE}`);
    cpSync(join(ROOT, "examples", EXAMPLE), this.example, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.workFolder, "node_modules"));
    await this.synthesize();
    this.log.note("a bucket, a signing profile, a signing job, and a Lambda function that accepts only signed code");

    this.step("Load the AWS provider: terraform init");
    await this.stack.init();

    this.step("Deploy: terraform apply");
    await this.withProgress(async (terraform) => terraform.apply());
    const outputs = await this.outputs();
    this.functionName = outputs.functionName;

    this.step("The attributes of the signing job, as the stack sees them");
    const { functionName, ...job } = outputs;
    table(job).forEach((line) => this.log.note(line));
    return outputs;
  }

  private async verify({ signedObjectBucketName, signedObjectKey }: Outputs): Promise<void> {
    this.step("Verify the signature in the signed package");
    const signed = await this.s3.send(new GetObjectCommand({ Bucket: signedObjectBucketName, Key: signedObjectKey }));
    const zip = Buffer.from(await signed.Body!.transformToByteArray());
    const signature = await verifySignedZip(zip, await new SandboxClient(this.url).signingRoot());
    table({
      "signed by": signature.profileVersionArn,
      "signed at": signature.signedAt.toISOString(),
      "expires at": signature.expiresAt.toISOString(),
    }).forEach((line) => this.log.note(line));
    this.log.note("valid: the package is unchanged, and the certificate chain ends at the sandbox's root");
  }

  private async invoke(step: string): Promise<void> {
    this.step(step);
    const answer = await this.lambda.send(
      new InvokeCommand({ FunctionName: this.functionName, Payload: JSON.stringify({ name: "reader" }) }),
    );
    const payload = Buffer.from(answer.Payload ?? []).toString("utf8");
    if (answer.FunctionError) throw new Error(`The signed function failed: ${payload}`);
    this.log.note(payload);
  }

  private async refuseUnsignedCode(): Promise<void> {
    this.step("Try to replace its code by unsigned code: UpdateFunctionCode");
    const code = zipSync({ "index.mjs": Buffer.from('export const handler = async () => "unsigned";\n') });
    try {
      await this.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: this.functionName, ZipFile: code }));
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== "CodeVerificationFailedException") throw error;
      this.log.note(`refused: ${name}: ${message}`);
      return;
    }
    throw new Error("AWS Lambda accepted unsigned code");
  }

  private async signChange(before: Outputs): Promise<void> {
    this.step("Change a file of the function, and deploy again");
    const file = join(this.example, "function", "index.mjs");
    writeFileSync(file, readFileSync(file, "utf8").replace("signed code", "changed and signed code"));
    await this.synthesize();
    await this.withProgress(async (terraform) => terraform.apply());
    const after = await this.outputs();
    await this.s3.send(new HeadObjectCommand({ Bucket: before.signedObjectBucketName, Key: before.signedObjectKey }));
    table({ "old object, still there": before.signedObjectKey, "new object": after.signedObjectKey }).forEach((line) =>
      this.log.note(line),
    );
    await this.invoke("Invoke the function again");
  }

  private async planNothing(): Promise<void> {
    this.step("Plan once more: terraform plan");
    const plan = await this.stack.plan();
    if (!plan.isEmpty) throw new Error(`The last plan is not empty:\n${plan.output}`);
    this.log.note("No changes: what is signed is not signed again.");
  }

  private get stack(): AbortableTerraform {
    if (!this.terraform) throw new Error("the stack is not synthesized yet");
    return this.terraform;
  }

  private async synthesize(): Promise<void> {
    const [{ folder }] = await synthesizeExample(this.example, this.workFolder, this.environment);
    this.stackFolder = folder;
    this.terraform = new AbortableTerraform(folder, this.environment, (line) => this.readTerraform(line), this.signal);
  }

  private async withProgress(run: (terraform: AbortableTerraform) => Promise<unknown>): Promise<void> {
    if (!this.verbose) this.progress = new ApplyProgress(this.log);
    await run(this.stack);
    this.progress = undefined;
  }

  private readTerraform(line: string): void {
    if (this.verbose) {
      this.log.note(line);
      return;
    }
    this.log.record(line);
    this.progress?.read(line);
  }

  private async outputs(): Promise<Outputs> {
    return (await this.stack.outputs()) as Outputs;
  }
}
