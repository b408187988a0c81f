import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { RevokeSignatureCommand, SignerClient, StartSigningJobCommand } from "@aws-sdk/client-signer";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { TerraformOutput, TerraformStack } from "cdktf";
import { verifySignedZip } from "../../sandbox/signature";
import { Platform, SigningDestination, SigningJob, SigningFunction, SigningProfile, SigningSource } from "../../src";
import { freshAccountId } from "../sandbox-under-test";
import { Deployment } from "./deployment";
import { MALFORMED_PACKAGE_BASE64, packageBase64 } from "./packages";
import { JobOutput, outputJob, VersionedBucket } from "./signing-stack";
import { describeWithTerraform } from "./terraform-under-test";

/** Every character that is special in HCL, JSON or IAM. */
const ODD_KEY = 'odd/"quoted" \\back\\ %{if} ${path.module} $$ ünïcödé 🚀 *?$ <&>.zip';
const ODD_PREFIX = 'signed "odd" ${*}/';

describeWithTerraform("a stack of signing jobs, from first apply to destroy", (sandbox) => {
  const deployment = new Deployment(sandbox.url, freshAccountId());
  let first: Record<string, JobOutput>;

  afterAll(async () => deployment.cleanUp());

  test("signs through one function, with keys byte for byte, and reports why an ignored job failed", async () => {
    await deployment.declare(stackOfJobs({ package: packageBase64("first") }));
    await deployment.terraform.apply();
    first = (await deployment.terraform.outputs()) as unknown as typeof first;

    expect(first.plain).toMatchObject({ status: "Succeeded", statusReason: "Signing Succeeded", imported: "false" });
    expect(first.plain.signedObject.key).toBe(`signed/${first.plain.jobId}.zip`);
    expect(first.odd.status).toBe("Succeeded");
    expect(first.odd.signedObject.key).toBe(`${ODD_PREFIX}${first.odd.jobId}.zip`);
    expect(first.odd.profileName).not.toBe(first.plain.profileName);
    expect(first.ignored).toMatchObject({ status: "Failed", signedObject: { bucketName: null, key: null } });
    expect(first.ignored.statusReason).toMatch(/zip/i);

    const started = await startedJobs();
    expect(started).toHaveLength(3);
    expect(started.map((call) => call.key)).toContain(ODD_KEY);
    expect(
      (await deployment.terraform.stateList()).filter((name) => name.startsWith("aws_lambda_function.")),
    ).toHaveLength(1);
  });

  test("produces objects with a valid signature", async () => {
    const signed = await rootS3().send(
      new GetObjectCommand({ Bucket: first.odd.signedObject.bucketName!, Key: first.odd.signedObject.key! }),
    );
    const signature = await verifySignedZip(
      Buffer.from(await signed.Body!.transformToByteArray()),
      await sandbox.signingRoot(),
    );
    expect(signature.jobArn).toBe(`arn:aws:signer:us-east-1:${deployment.accountId}:/signing-jobs/${first.odd.jobId}`);
  });

  test("leaves a second plan empty, without a call to AWS Signer", async () => {
    const before = await signerJobCalls();
    const plan = await deployment.terraform.plan();
    expect(plan.isEmpty ? "" : plan.output).toBe("");
    expect(await signerJobCalls()).toBe(before);
  });

  test("allows the function's role the declared sources, destinations and profiles, and no others", async () => {
    const credentials = await functionCredentials();
    const s3 = new S3Client({ ...endpoint(), credentials, forcePathStyle: true });
    const signer = new SignerClient({ ...endpoint(), credentials });
    const { sourceBucket, plainVersion, otherVersion, otherProfile } = await rawOutputs();

    await s3.send(new GetObjectCommand({ Bucket: sourceBucket, Key: "plain.zip", VersionId: plainVersion }));
    await s3.send(new PutObjectCommand({ Bucket: first.plain.signedObject.bucketName!, Key: "signed/x", Body: "x" }));

    await expect(
      s3.send(new GetObjectCommand({ Bucket: sourceBucket, Key: "undeclared.zip", VersionId: otherVersion })),
    ).rejects.toMatchObject({ name: "AccessDenied" });
    // The `*` in the odd key must match itself only.
    await expect(
      s3.send(
        new GetObjectCommand({ Bucket: sourceBucket, Key: ODD_KEY.replace("*", "other"), VersionId: otherVersion }),
      ),
    ).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(
      s3.send(new PutObjectCommand({ Bucket: first.plain.signedObject.bucketName!, Key: "elsewhere/x", Body: "x" })),
    ).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(
      signer.send(
        new StartSigningJobCommand({
          profileName: otherProfile,
          source: { s3: { bucketName: sourceBucket, key: "plain.zip", version: plainVersion } },
          destination: { s3: { bucketName: first.plain.signedObject.bucketName!, prefix: "signed/" } },
        }),
      ),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(
      signer.send(new RevokeSignatureCommand({ jobId: first.plain.jobId, reason: "must not work" })),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test("keeps the old result if signing a new version fails, and reports which job failed and why", async () => {
    await deployment.declare(stackOfJobs({ package: MALFORMED_PACKAGE_BASE64 }));
    const output = unwrapped(await deployment.terraform.failingApply());

    const failed = (await startedJobs()).at(-1)!;
    expect(output).toContain(failed.jobId);
    expect(output).toContain("plain.zip");
    expect(output).toMatch(/not a (valid )?zip|malformed/i);
    expect(output).not.toMatch(/at .*index\.mjs/);

    expect(await storedResults()).toContainEqual(
      expect.objectContaining({ jobId: first.plain.jobId, status: "Succeeded" }),
    );
    expect((await deployment.terraform.plan()).isEmpty).toBe(false);
  });

  test("signs the repaired version, and nothing else", async () => {
    const before = (await startedJobs()).length;
    await deployment.declare(stackOfJobs({ package: packageBase64("second") }));
    await deployment.terraform.apply();

    const now = (await deployment.terraform.outputs()) as unknown as typeof first;
    expect(now.plain.status).toBe("Succeeded");
    expect(now.plain.jobId).not.toBe(first.plain.jobId);
    expect(now.odd).toEqual(first.odd);
    expect((await startedJobs()).length).toBe(before + 1);
  });

  test("destroys everything it created, without revoking a signature", async () => {
    await deployment.terraform.destroy();
    expect(await deployment.terraform.stateList()).toEqual([]);
    const revocations = await sandbox.calls({ operation: "RevokeSignature", accountId: deployment.accountId });
    // The role was refused one above.
    expect(revocations.map((call) => call.status)).toEqual([403]);
  });

  function stackOfJobs(options: { package: string }): (stack: TerraformStack) => void {
    return (stack) => {
      const sources = new VersionedBucket(stack, "sources");
      const destinations = new VersionedBucket(stack, "destinations");
      const plain = sources.object("plain-package", "plain.zip", options.package);
      const odd = sources.object("odd-package", ODD_KEY, packageBase64("odd"));
      const broken = sources.object("broken-package", "broken.zip", MALFORMED_PACKAGE_BASE64);
      const undeclared = sources.object("undeclared-package", "undeclared.zip", packageBase64("undeclared"));

      const profile = new SigningProfile(stack, "profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
      const second = new SigningProfile(stack, "second-profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
      const unused = new SigningProfile(stack, "unused-profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA });
      const destination = SigningDestination.toBucket(destinations.bucket.bucket, "signed/");

      outputJob(
        stack,
        "plain",
        new SigningJob(stack, "plain-job", { profile, source: SigningSource.fromObject(plain), destination }),
      );
      outputJob(
        stack,
        "odd",
        new SigningJob(stack, "odd-job", {
          profile: second,
          source: SigningSource.fromBucket(sources.bucket.bucket, ODD_KEY, odd.versionId),
          destination: SigningDestination.toBucket(destinations.bucket.bucket, ODD_PREFIX),
        }),
      );
      outputJob(
        stack,
        "ignored",
        new SigningJob(stack, "ignored-job", {
          profile,
          source: SigningSource.fromObject(broken),
          destination,
          ignoreSigningJobFailure: true,
        }),
      );

      const raw = new TerraformOutput(stack, "raw", {
        value: {
          sourceBucket: sources.bucket.bucket,
          plainVersion: plain.versionId,
          otherVersion: undeclared.versionId,
          otherProfile: unused.signingProfileName,
          roleArn: SigningFunction.getOrCreate(stack).role!.arn,
        },
      });
      raw.overrideLogicalId("raw");
    };
  }

  async function rawOutputs(): Promise<Record<string, string>> {
    return (await deployment.terraform.outputs()).raw as Record<string, string>;
  }

  async function startedJobs(): Promise<{ jobId: string; key: string }[]> {
    return (await sandbox.calls({ operation: "StartSigningJob", accountId: deployment.accountId }))
      .filter((call) => call.status === 200)
      .map((call) => ({ jobId: call.jobId!, key: call.key! }));
  }

  async function signerJobCalls(): Promise<number> {
    const calls = await sandbox.calls({ service: "signer", accountId: deployment.accountId });
    return calls.filter((call) => call.operation?.endsWith("SigningJob")).length;
  }

  async function storedResults(): Promise<unknown[]> {
    const state = (await deployment.terraform.showState()) as {
      values: { root_module: { resources: { type: string; values: { result?: string } }[] } };
    };
    return state.values.root_module.resources
      .filter((resource) => resource.type === "aws_lambda_invocation")
      .map((resource) => JSON.parse(resource.values.result!) as unknown);
  }

  function endpoint(): { endpoint: string; region: string; maxAttempts: number } {
    return { endpoint: sandbox.url, region: "us-east-1", maxAttempts: 1 };
  }

  function rootS3(): S3Client {
    const credentials = { accessKeyId: deployment.accountId, secretAccessKey: "test" };
    return new S3Client({ ...endpoint(), credentials, forcePathStyle: true });
  }

  async function functionCredentials(): Promise<{
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
  }> {
    const credentials = { accessKeyId: deployment.accountId, secretAccessKey: "test" };
    const answer = await new STSClient({ ...endpoint(), credentials }).send(
      new AssumeRoleCommand({ RoleArn: (await rawOutputs()).roleArn, RoleSessionName: "what-may-it-do" }),
    );
    return {
      accessKeyId: answer.Credentials!.AccessKeyId!,
      secretAccessKey: answer.Credentials!.SecretAccessKey!,
      sessionToken: answer.Credentials!.SessionToken!,
    };
  }
});

/** Terraform breaks the lines of an error and draws a frame around them. */
function unwrapped(output: string): string {
  return output.replace(/\s*\n\s*│?\s*/g, " ");
}
