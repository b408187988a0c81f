import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { TerraformStack } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";
import { freshAccountId } from "../sandbox-under-test";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { JobOutput, outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";

describeWithTerraform("a signing job whose Terraform process ends early", (sandbox) => {
  const deployment = new Deployment(sandbox.url, freshAccountId());
  const accountId = deployment.accountId;

  afterAll(async () => deployment.cleanUp());

  test("killed while the job starts, keeps the request and no result", async () => {
    const match = { operation: "StartSigningJob", accountId };
    const delay = await sandbox.addFault({ match, times: 1, effect: { type: "delay", seconds: 3 } });
    await sandbox.addFault({ match, times: 1, effect: { type: "jobDuration", seconds: 5 } });
    await deployment.declare(stackOf("first"));
    await endApply("SIGKILL", async () => (await timesMet(delay)) > 0);
    expect(await startedJobIds()).toEqual([]);
    expect(await storedJobIds()).toEqual([]);
    expect(await deployment.terraform.stateList()).toContainEqual(expect.stringContaining("Request"));
  });

  test("interrupted with Ctrl-C while it waits, has found the same job, and reports that it was canceled", async () => {
    // For any speed of Terraform: the function waits while the job cannot be read.
    const unseen = await sandbox.addFault({
      match: { operation: "DescribeSigningJob", accountId },
      effect: { type: "throttle" },
    });
    const output = await endApply("SIGINT", async () => (await startsAnswered()).length === 2);
    expect(output).toMatch(/Error: invoking Lambda Function \(.*canceled, context canceled/);
    expect(await startedJobIds()).toHaveLength(1);
    expect(await storedJobIds()).toEqual([]);
    await sandbox.removeFault(unseen);
  });

  test("applied once more, gets the result of the same job", async () => {
    await deployment.terraform.apply();
    const { jobId, status } = await job();
    expect(status).toBe("Succeeded");
    expect(await startedJobIds()).toEqual([jobId]);
  });

  test("killed after the next job has succeeded, keeps the old result, and gets the new one when applied again", async () => {
    const [earlier] = await storedJobIds();
    const fault = await sandbox.addFault({
      match: { service: "lambda", operation: "Invoke", accountId },
      effect: { type: "dropConnection", when: "after" },
    });
    await deployment.declare(stackOf("second"));
    await endApply("SIGKILL", async () => (await lostAnswers()) > 0);
    const started = await startedJobIds();
    expect(started).toEqual([earlier, expect.not.stringMatching(earlier)]);
    expect(await storedJobIds()).toEqual([earlier]);
    await sandbox.removeFault(fault);

    await deployment.terraform.apply();
    expect(await job()).toMatchObject({ status: "Succeeded", jobId: started[1] });
    expect(await startedJobIds()).toEqual(started);
    expect((await deployment.terraform.plan()).isEmpty).toBe(true);
  });

  function stackOf(content: string): (stack: TerraformStack) => void {
    return (stack) => {
      const bucket = new VersionedBucket(stack, "packages");
      const signingJob = new SigningJob(stack, "signing-job", {
        profile: new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA }),
        source: SigningSource.fromObject(bucket.object("package", "package.zip", packageBase64(content))),
        destination: SigningDestination.toBucket(bucket.bucket.bucket, "signed/"),
      });
      outputJob(stack, "job", signingJob);
    };
  }

  /** Starts an apply, and ends it at the given moment. */
  async function endApply(signal: NodeJS.Signals, isTheMoment: () => Promise<boolean>): Promise<string> {
    const apply = deployment.terraform.start(["apply", "-auto-approve", "-input=false", "-no-color"]);
    let output = "";
    for (const stream of [apply.stdout, apply.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    const ended = once(apply, "close");
    try {
      for (let tries = 0; !(await isTheMoment()); tries++) {
        if (apply.exitCode !== null || tries === 300) throw new Error(`The moment never came:\n${output}`);
        await sleep(200);
      }
    } catch (error) {
      apply.kill("SIGKILL");
      throw error;
    }
    apply.kill(signal);
    await ended;
    return output;
  }

  async function job(): Promise<JobOutput> {
    return (await deployment.terraform.outputs()).job as JobOutput;
  }

  async function startsAnswered(): Promise<string[]> {
    const calls = await sandbox.calls({ operation: "StartSigningJob", accountId });
    return calls.flatMap((call) => (call.status === 200 && call.jobId ? [call.jobId] : []));
  }

  /** The different jobs that were started. A repeated token returns the same job. */
  async function startedJobIds(): Promise<string[]> {
    return [...new Set(await startsAnswered())];
  }

  /** Jobs whose result is in state. */
  async function storedJobIds(): Promise<string[]> {
    const state = (await deployment.terraform.showState()) as {
      values?: { root_module: { resources: { type: string; values: { result?: string } }[] } };
    };
    const invocations = state.values?.root_module.resources.filter(({ type }) => type === "aws_lambda_invocation");
    return (invocations ?? []).map(({ values }) => (JSON.parse(values.result ?? "{}") as JobOutput).jobId);
  }

  async function timesMet(faultId: string): Promise<number> {
    return (await sandbox.faults()).find(({ id }) => id === faultId)?.matched ?? 0;
  }

  async function lostAnswers(): Promise<number> {
    const calls = await sandbox.calls({ operation: "Invoke", accountId });
    return calls.filter(({ status }) => status === undefined).length;
  }
});
