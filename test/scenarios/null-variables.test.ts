import { TerraformStack, TerraformVariable } from "cdktf";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { JobOutput, outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import { Platform, SigningDestination, SigningFunction, SigningJob, SigningProfile, SigningSource } from "../../src";
import { TestAccount } from "../sandbox/test-account";

/** A variable without a value. */
function noValue(stack: TerraformStack, id: string, type: string = "string"): TerraformVariable {
  const variable = new TerraformVariable(stack, id, { type, nullable: true });
  variable.addOverride("default", null);
  return variable;
}

describeWithTerraform("signing jobs whose optional properties come from variables without a value", (sandbox) => {
  const account = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, account.id);
  const { terraform } = deployment;

  afterAll(async () => {
    await deployment.cleanUp();
    account.destroy();
  });

  test("are refused in the plan because of an id to adopt, with an error that names the property and the job", async () => {
    await deployment.declare((stack) => program(stack, noValue(stack, "adopted").stringValue));
    const output = (await terraform.failingApply()).replace(/[\s│]+/g, " ");
    expect(output).toContain(
      '"importJobId" of "under-test/job" is null, because a Terraform variable has no value. Give the id of a ',
    );
    expect(await sandbox.calls({ operation: "StartSigningJob", accountId: account.id })).toEqual([]);
  });

  test("are refused in the plan because of a value that has no default, with an error that names the variable and the resource", async () => {
    await deployment.declare((stack) => {
      program(stack, undefined);
      new SigningFunction(stack, "nameless", { functionName: noValue(stack, "name").stringValue });
    });
    const output = (await terraform.failingApply()).replace(/[\s│]+/g, " ");
    expect(output).toMatch(/in resource\.aws_cloudwatch_log_group\.nameless_\w+/);
    expect(output).toContain("var.name is null");
    expect(output).toContain("The expression result is null.");
  });

  test("sign as if the other properties were omitted, and are then unchanged", async () => {
    await deployment.declare((stack) => program(stack, undefined));
    await terraform.apply();
    expect((await terraform.outputs()).result as JobOutput).toMatchObject({ status: "Succeeded", imported: "false" });
    expect((await terraform.plan()).isEmpty).toBe(true);
  });

  function program(stack: TerraformStack, importJobId: string | undefined): void {
    const kmsKeyArn = noValue(stack, "key").stringValue;
    const object = new VersionedBucket(stack, "source").object("package", "package.zip", packageBase64("null"));
    const job = new SigningJob(stack, "job", {
      profile: new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA }),
      source: SigningSource.fromObject(object, { kmsKeyArn }),
      destination: SigningDestination.toBucket(object.bucket, "signed/", { kmsKeyArn }),
      profileOwner: noValue(stack, "owner").stringValue,
      timeoutSeconds: noValue(stack, "wait", "number").numberValue,
      signingFunction: new SigningFunction(stack, "runner", {
        timeoutSeconds: noValue(stack, "timeout", "number").numberValue,
        memorySize: noValue(stack, "memory", "number").numberValue,
        runtime: noValue(stack, "runtime").stringValue,
        architecture: noValue(stack, "architecture").stringValue,
        logRetentionDays: noValue(stack, "days", "number").numberValue,
      }),
      importJobId,
    });
    outputJob(stack, "result", job);
  }
});
