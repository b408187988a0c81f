import { TerraformOutput, TerraformStack } from "cdktf";
import type { RecordedCall } from "../../sandbox/client";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";
import { freshAccountId } from "../sandbox-under-test";
import { Deployment } from "./deployment";
import { packageBase64 } from "./packages";
import { VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";

const JOBS = 60;
const REQUESTS_PER_SECOND = 10;

/** Long enough that the permissions of all jobs do not fit into one policy. */
const FOLDER = "services/".padEnd(180, "x");

describeWithTerraform(`${JOBS} signing jobs in one stack, where AWS Signer is throttled`, (sandbox) => {
  const deployment = new Deployment(sandbox.url, freshAccountId());
  const { terraform, accountId } = deployment;

  afterAll(async () => {
    await endThrottling();
    await deployment.cleanUp();
  });

  test("all succeed", async () => {
    await sandbox.addFault({
      match: { service: "signer", accountId },
      effect: { type: "rateLimit", perSecond: REQUESTS_PER_SECOND },
    });
    await deployment.declare(manyJobs);
    await terraform.apply();

    const { statuses, keys } = (await terraform.outputs()) as { statuses: string[]; keys: string[] };
    expect(statuses).toEqual(new Array(JOBS).fill("Succeeded"));
    expect(new Set(keys).size).toBe(JOBS);
  });

  test("are started once each, by a function whose permissions need more than one policy", async () => {
    const calls = await sandbox.calls({ service: "signer", accountId });
    const throttled = calls.filter(({ status }) => status === 429);
    const jobCalls = calls.filter(({ operation }) => operation?.endsWith("SigningJob"));
    expect(throttled.length).toBeGreaterThan(0);

    const started = jobCalls.filter(isStart).filter(({ status }) => status === 200);
    expect(new Set(started.map(({ jobId }) => jobId)).size).toBe(JOBS);
    expect(new Set(started.map(({ clientRequestToken }) => clientRequestToken)).size).toBe(JOBS);
    expect((await terraform.stateList()).filter((address) => address.startsWith("aws_iam_policy."))).not.toEqual([]);

    console.info(
      `AWS Signer at ${REQUESTS_PER_SECOND} requests/s: ${(jobCalls.length / JOBS).toFixed(1)} calls per signing job, ` +
        `of which ${(jobCalls.filter(({ status }) => status === 429).length / JOBS).toFixed(1)} were throttled`,
    );
  });

  test("leave a second plan empty, and cause no further call to AWS Signer", async () => {
    await endThrottling();
    await sandbox.clearCalls({ accountId });
    const plan = await terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
    const calls = await sandbox.calls({ service: "signer", accountId });
    expect(calls.filter(({ operation }) => operation?.endsWith("SigningJob"))).toEqual([]);
  });

  test("are destroyed with everything that was created for them", async () => {
    await terraform.destroy();
    expect(await terraform.stateList()).toEqual([]);
  });

  async function endThrottling(): Promise<void> {
    const own = (await sandbox.faults()).filter(({ match }) => match.accountId === accountId);
    await Promise.all(own.map(async ({ id }) => sandbox.removeFault(id)));
  }
});

function manyJobs(stack: TerraformStack): void {
  const packages = new VersionedBucket(stack, "packages");
  const profile = new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
  const destination = SigningDestination.toBucket(packages.bucket.bucket, "signed/");
  const jobs = Array.from({ length: JOBS }, (_, index) => {
    const object = packages.object(`package-${index}`, `${FOLDER}/${index}.zip`, packageBase64(`package ${index}`));
    return new SigningJob(stack, `job-${index}`, { profile, source: SigningSource.fromObject(object), destination });
  });
  new TerraformOutput(stack, "statuses", { value: jobs.map((job) => job.status), staticId: true });
  new TerraformOutput(stack, "keys", { value: jobs.map((job) => job.signedObject.key), staticId: true });
}

function isStart({ operation }: RecordedCall): boolean {
  return operation === "StartSigningJob";
}
