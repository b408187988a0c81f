import { SignerSigningJob } from "@cdktf/provider-aws/lib/signer-signing-job";
import type { TerraformStack } from "cdktf";
import type { SandboxClient } from "../../sandbox/client";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "../../src";
import { Deployment } from "../../test/scenarios/deployment";
import { packageBase64 } from "../../test/scenarios/packages";
import { VersionedBucket } from "../../test/scenarios/signing-stack";
import type { BenchOptions, Section } from "../section";

const ACCOUNT_ID = "100000000002";
const JOBS = 10;
const OURS = "ours";
const NATIVE = "native";

/** The calls that a plan sends to AWS Signer for signing jobs that have not changed. */
export async function measurePlanCalls(sandbox: SandboxClient, { log }: BenchOptions): Promise<Section> {
  const deployment = new Deployment(sandbox.url, ACCOUNT_ID);
  try {
    log(`Planning ${JOBS} unchanged signing jobs, ours and native`);
    // The native resource finds a job that takes no time finished at its first poll, and does not wait 20 s for the
    // next.
    await sandbox.addFault({ match: { accountId: ACCOUNT_ID }, effect: { type: "jobDuration", seconds: 0 } });
    await deployment.declare(declareJobs);
    await deployment.terraform.apply();
    await sandbox.clearCalls();
    const plan = await deployment.terraform.plan();
    if (!plan.isEmpty) throw new Error(`A plan of unchanged jobs is not empty:\n${plan.output}`);
    const [ours, native] = [await callsAboutJobs(sandbox, OURS), await callsAboutJobs(sandbox, NATIVE)];
    return {
      title: "Planning",
      method: "Requests to AWS Signer about jobs, as the sandbox counts them, during a plan that finds nothing to do.",
      reference: NATIVE,
      rows: [
        {
          what: `Requests for ${JOBS} unchanged jobs`,
          ours: String(ours),
          reference: String(native),
          ratio: (ours / native).toFixed(2),
          budget: "0",
          isWithinBudget: ours === 0 && native > 0,
        },
      ],
    };
  } finally {
    await deployment.cleanUp();
  }
}

function declareJobs(stack: TerraformStack): void {
  const platform = Platform.AWS_LAMBDA_SHA384_ECDSA;
  const ours = new SigningProfile(stack, "profile", { platform, signingProfileName: OURS });
  const native = new SigningProfile(stack, "native-profile", { platform, signingProfileName: NATIVE });
  const artifacts = new VersionedBucket(stack, "artifacts");
  const bucket = artifacts.bucket.bucket;
  const source = artifacts.object("source", "source.zip", packageBase64("export const handler = () => 1;"));
  for (let index = 0; index < JOBS; index++) {
    new SigningJob(stack, `job-${index}`, {
      profile: ours,
      source: SigningSource.fromObject(source),
      destination: SigningDestination.toBucket(bucket, `ours/${index}/`),
    });
    new SignerSigningJob(stack, `native-${index}`, {
      profileName: native.signingProfileName,
      source: { s3: { bucket, key: source.key, version: source.versionId } },
      destination: { s3: { bucket, prefix: `native/${index}/` } },
    });
  }
}

/** The profile distinguishes the jobs. The calls for the profile itself are the same for both. */
async function callsAboutJobs(sandbox: SandboxClient, profileName: string): Promise<number> {
  const calls = await sandbox.calls({ service: "signer", accountId: ACCOUNT_ID, profileName });
  return calls.filter(({ operation, jobId }) => jobId !== undefined || operation === "StartSigningJob").length;
}
