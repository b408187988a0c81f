import type { CodeSigningConfig } from "../../../sandbox/lambda/code-signing/code-signing-configs";
import { verifyDeployment, type Trust } from "../../../sandbox/lambda/code-signing/verify-deployment";
import { SignatureAuthority } from "../../../sandbox/signature";
import { moduleZip } from "../test-account";

const PUBLISHER = "arn:aws:signer:us-east-1:111111111111:/signing-profiles/publisher/abcdefghij";
const JOB = "arn:aws:signer:us-east-1:111111111111:/signing-jobs/8d2c2c8e-6f6b-4b8e-9d53-0b1f3b2f5c11";
const YEAR_MS = 365 * 24 * 3600 * 1000;

const authority = SignatureAuthority.create();
const trust: Trust = { rootPem: authority.exportRoot().certificate, isRevoked: () => false };

function config(policy: "Warn" | "Enforce"): CodeSigningConfig {
  return {
    CodeSigningConfigId: "csc-0123456789abcdef0",
    CodeSigningConfigArn: "arn:aws:lambda:us-east-1:111111111111:code-signing-config:csc-0123456789abcdef0",
    AllowedPublishers: { SigningProfileVersionArns: [PUBLISHER] },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
    LastModified: "2026-01-01T00:00:00.000+0000",
  };
}

async function signedZip(by = authority, validForMs = YEAR_MS): Promise<Buffer> {
  const signedAt = new Date();
  const expiresAt = new Date(signedAt.getTime() + validForMs);
  return by.signZip(moduleZip("export const x = 1;"), {
    jobArn: JOB,
    profileVersionArn: PUBLISHER,
    signedAt,
    expiresAt,
  });
}

test("a valid signature of an allowed publisher is reported", async () => {
  const signature = await verifyDeployment(await signedZip(), config("Enforce"), "f", trust);
  expect(signature).toMatchObject({ jobArn: JOB, profileVersionArn: PUBLISHER });
});

test("an expired signature is refused under Enforce and reported under Warn", async () => {
  const zip = await signedZip(authority, -1000);
  await expect(verifyDeployment(zip, config("Enforce"), "f", trust)).rejects.toThrow(/its signature expired at \d{4}-/);
  expect(await verifyDeployment(zip, config("Warn"), "f", trust)).toMatchObject({ jobArn: JOB });
});

test("revocation is checked for the job, the profile version and the time of the signature", async () => {
  const questions: unknown[][] = [];
  const isRevoked: Trust["isRevoked"] = (...question) => questions.push(question) > 0;
  const zip = await signedZip();
  await expect(verifyDeployment(zip, config("Enforce"), "f", { ...trust, isRevoked })).rejects.toThrow(
    /has been revoked/,
  );
  expect(questions).toEqual([[JOB, PUBLISHER, expect.any(Date)]]);
});

test("a signature of another authority counts as none", async () => {
  const zip = await signedZip(SignatureAuthority.create());
  await expect(verifyDeployment(zip, config("Enforce"), "f", trust)).rejects.toMatchObject({
    code: "CodeVerificationFailedException",
  });
  expect(await verifyDeployment(zip, config("Warn"), "f", trust)).toBeUndefined();
});

test("a file that is not a zip archive is refused under every policy", async () => {
  for (const policy of ["Warn", "Enforce"] as const) {
    const verifying = verifyDeployment(Buffer.from("no zip"), config(policy), "f", trust);
    await expect(verifying).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message: expect.stringMatching(/^Could not unzip uploaded file/),
    });
  }
});
