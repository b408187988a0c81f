import { DescribeSigningJobCommand } from "@aws-sdk/client-signer";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { JobOutput, outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";
import { TestAccount } from "../sandbox/test-account";

describeWithTerraform("signing with the profile of another account", (sandbox) => {
  const owner = new TestAccount(sandbox);
  const invoker = new TestAccount(sandbox);
  const deployment = new Deployment(sandbox.url, invoker.id);
  const { terraform } = deployment;
  let job: JobOutput;

  afterAll(async () => {
    owner.destroy();
    invoker.destroy();
    await deployment.cleanUp();
  });

  test("is denied without the owner's permission, with an error that names it, and nothing is signed", async () => {
    await deployment.declare(program({ isPermitted: false }));
    const output = await terraform.failingApply();

    expect(output).toMatch(
      new RegExp(`AWS denied signer:StartSigningJob on signing profile \\S+ of account ${owner.id}`),
    );
    expect(output).toContain("because no resource-based policy allows the signer:StartSigningJob action");
    expect(output).toContain(`The profile's owner, account ${owner.id}, must permit it as well.`);
    expect(await startedJobIds()).toEqual([]);
  });

  test("works after the owner permits it, and both accounts see the job", async () => {
    await deployment.declare(program({ isPermitted: true }));
    await terraform.apply();
    const outputs = await terraform.outputs();
    job = outputs.job as JobOutput;

    expect(job.status).toBe("Succeeded");
    expect(await startedJobIds()).toEqual([job.jobId]);
    expect(outputs.accounts).toEqual({ jobOwner: owner.id, jobInvoker: invoker.id });
    for (const account of [owner, invoker]) {
      const seen = await account.root.signer.send(new DescribeSigningJobCommand({ jobId: job.jobId }));
      expect(seen).toMatchObject({ jobOwner: owner.id, jobInvoker: invoker.id, profileName: job.profileName });
    }
  });

  test("leaves a second plan empty", async () => {
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
  });

  test("ends with a revocation in the owner's name while the owner's permission exists", async () => {
    await terraform.destroy();

    const { revocationRecord } = await owner.root.signer.send(new DescribeSigningJobCommand({ jobId: job.jobId }));
    expect(revocationRecord).toMatchObject({
      reason: "no longer needed",
      revokedBy: expect.stringContaining(`arn:aws:sts::${invoker.id}:assumed-role/`),
    });
  });

  function program({ isPermitted }: { isPermitted: boolean }): (stack: TerraformStack) => void {
    return (stack) => {
      const ownerProvider = new AwsProvider(stack, "owner", {
        alias: "owner",
        region: "us-east-1",
        accessKey: owner.id,
        secretKey: "test",
      });
      const ownerAccount = new DataAwsCallerIdentity(stack, "owner-account", { provider: ownerProvider });
      const profile = new SigningProfile(stack, "profile", {
        platform: Platform.AWS_LAMBDA_SHA384_ECDSA,
        provider: ownerProvider,
      });
      if (isPermitted) {
        profile.grantStartSigningJob("start", invoker.id);
        profile.grantRevokeSignature("revoke", invoker.id);
      }

      const bucket = new VersionedBucket(stack, "packages");
      const signingJob = new SigningJob(stack, "signing-job", {
        profile,
        profileOwner: ownerAccount.accountId,
        source: SigningSource.fromObject(bucket.object("package", "package.zip", packageBase64("shared"))),
        destination: SigningDestination.toBucket(bucket.bucket.bucket, "signed/"),
        // A denied request is retried until then, because new permissions take time to propagate.
        timeoutSeconds: 6,
        revokeOnDestroy: true,
        revocationReason: "no longer needed",
      });
      outputJob(stack, "job", signingJob);
      const { jobOwner, jobInvoker } = signingJob;
      new TerraformOutput(stack, "accounts", { value: { jobOwner, jobInvoker }, staticId: true });
    };
  }

  async function startedJobIds(): Promise<string[]> {
    const calls = await sandbox.calls({ operation: "StartSigningJob", accountId: invoker.id });
    return calls.flatMap((call) => (call.status === 200 && call.jobId ? [call.jobId] : []));
  }
});
