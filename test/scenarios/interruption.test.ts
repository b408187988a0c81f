import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { TerraformStack } from "cdktf";
import type { RecordedCall } from "../../sandbox/client";
import { freshAccountId } from "../sandbox-under-test";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { JobOutput, outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";

describeWithTerraform("a signing job whose apply is interrupted", (sandbox) => {
  const deployment = new Deployment(sandbox.url, freshAccountId());
  const accountId = deployment.accountId;
  let failedJobId: string;

  afterAll(async () => deployment.cleanUp());

  test("that fails leaves an error with AWS Signer's message", async () => {
    await sandbox.addFault({
      match: { operation: "StartSigningJob", accountId },
      times: 1,
      effect: { type: "jobFails", statusReason: "The certificate is out of paper" },
    });
    await deployment.declare(stackOf("first"));
    const output = await deployment.terraform.failingApply();

    [failedJobId] = await jobIds();
    expect(output).toContain(failedJobId);
    expect(output).toContain("The certificate is out of paper");
  });

  test("is not started twice when Terraform is killed while it runs", async () => {
    await sandbox.addFault({
      match: { operation: "StartSigningJob", accountId },
      times: 1,
      effect: { type: "jobDuration", seconds: 12 },
    });
    const apply = deployment.terraform.start(["apply", "-auto-approve", "-input=false", "-no-color"]);
    apply.stdout?.resume();
    apply.stderr?.resume();
    const ended = once(apply, "exit");
    await until(async () => (await jobIds()).length === 2, "the second attempt to start");
    apply.kill("SIGKILL");
    await ended;

    await deployment.terraform.apply("-lock=false");
    const { job } = (await deployment.terraform.outputs()) as unknown as { job: JobOutput };
    const started = await jobIds();
    expect(started).toHaveLength(2);
    expect(job).toMatchObject({ status: "Succeeded", jobId: started.find((id) => id !== failedJobId) });

    // The function runs longer than the Terraform process that called it, and sometimes longer than the next apply.
    await until(async () => (await invocations()).length === 3, "the function that was left alone to end");
    expect(await jobIds()).toEqual(started);
  });

  test("is not started twice when the connection to the function drops and the provider sends it again", async () => {
    await sandbox.clearCalls({ accountId });
    await sandbox.addFault({
      match: { service: "lambda", operation: "Invoke", accountId },
      times: 1,
      effect: { type: "dropConnection", when: "after" },
    });
    await deployment.declare(stackOf("second"));
    await deployment.terraform.apply();

    const { job } = (await deployment.terraform.outputs()) as unknown as { job: JobOutput };
    const [lost, answered, ...others] = await invocations();
    expect([lost.status, answered.status, others]).toEqual([undefined, 200, []]);
    expect(await jobIds()).toEqual([job.jobId]);
    expect((await deployment.terraform.plan()).isEmpty).toBe(true);
  });

  async function invocations(): Promise<RecordedCall[]> {
    return sandbox.calls({ operation: "Invoke", accountId });
  }

  function stackOf(content: string): (stack: TerraformStack) => void {
    return (stack) => {
      const bucket = new VersionedBucket(stack, "packages");
      const job = new SigningJob(stack, "signing-job", {
        profile: new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA }),
        source: SigningSource.fromObject(bucket.object("package", "package.zip", packageBase64(content))),
        destination: SigningDestination.toBucket(bucket.bucket.bucket, "signed/"),
      });
      outputJob(stack, "job", job);
    };
  }

  /** The different jobs that were started. A repeated token returns the same job. */
  async function jobIds(): Promise<string[]> {
    const calls = await sandbox.calls({ operation: "StartSigningJob", accountId });
    return [...new Set(calls.flatMap((call) => (call.status === 200 && call.jobId ? [call.jobId] : [])))];
  }
});

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await condition()) return;
    await sleep(200);
  }
  throw new Error(`Waited a minute in vain for ${what}`);
}
