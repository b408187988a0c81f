import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";
import { freshAccountId } from "../sandbox-under-test";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";

const FUNCTION_TYPE = "aws_lambda_function";

describeWithTerraform("a first apply that is killed before Terraform has stored the function", (sandbox) => {
  const deployment = new Deployment(sandbox.url, freshAccountId());
  const accountId = deployment.accountId;

  afterAll(async () => deployment.cleanUp());

  test("leaves a function that exists on AWS and not in Terraform's state", async () => {
    // Terraform stores a new function only when AWS reports it as active.
    const unanswered = await Promise.all(
      ["GetFunction", "GetFunctionConfiguration"].map((operation) =>
        sandbox.addFault({ match: { service: "lambda", operation, accountId }, effect: { type: "throttle" } }),
      ),
    );
    await deployment.declare((stack) => {
      const bucket = new VersionedBucket(stack, "packages");
      const job = new SigningJob(stack, "signing-job", {
        profile: new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA }),
        source: SigningSource.fromObject(bucket.object("package", "package.zip", packageBase64("first"))),
        destination: SigningDestination.toBucket(bucket.bucket.bucket, "signed/"),
      });
      outputJob(stack, "job", job);
    });
    const apply = deployment.terraform.start(["apply", "-auto-approve", "-input=false", "-no-color"]);
    const ended = once(apply, "close");
    while ((await timesCreated()) === 0 && apply.exitCode === null) await sleep(200);
    apply.kill("SIGKILL");
    await ended;
    await Promise.all(unanswered.map((fault) => sandbox.removeFault(fault)));

    expect(await timesCreated()).toBe(1);
    expect((await deployment.terraform.stateList()).filter((address) => address.startsWith(FUNCTION_TYPE))).toEqual([]);
  });

  test("is repaired by importing that function, and then signs once", async () => {
    const { address, name } = await plannedFunction();
    const imported = await deployment.terraform.run(["import", "-input=false", "-no-color", address, name]);
    expect(imported).toMatchObject({ exitCode: 0 });
    await deployment.terraform.apply();

    expect((await deployment.terraform.outputs()).job).toMatchObject({ status: "Succeeded" });
    expect((await deployment.terraform.plan()).isEmpty).toBe(true);
    expect(await timesCreated()).toBe(1);
    const starts = await sandbox.calls({ operation: "StartSigningJob", accountId });
    expect(new Set(starts.map(({ jobId }) => jobId)).size).toBe(1);
  });

  /** The function as the error of a second apply names it: `creating Lambda Function (NAME) … with ADDRESS`. */
  async function plannedFunction(): Promise<{ address: string; name: string }> {
    await deployment.terraform.plan("-out=killed.tfplan");
    const shown = await deployment.terraform.run(["show", "-json", "-no-color", "killed.tfplan"]);
    const plan = JSON.parse(shown.stdout) as {
      resource_changes: { type: string; address: string; change: { after: { function_name: string } } }[];
    };
    const functions = plan.resource_changes.filter(({ type }) => type === FUNCTION_TYPE);
    expect(functions).toHaveLength(1);
    return { address: functions[0].address, name: functions[0].change.after.function_name };
  }

  async function timesCreated(): Promise<number> {
    const calls = await sandbox.calls({ service: "lambda", operation: "CreateFunction", accountId });
    return calls.filter(({ status }) => status === 201).length;
  }
});
