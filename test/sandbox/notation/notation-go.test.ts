import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PutSigningProfileCommand, SignPayloadCommand } from "@aws-sdk/client-signer";
import { describeWithSandbox } from "../../sandbox-under-test";
import { TestAccount } from "../test-account";

const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) process.stderr.write("\nGO IS NOT INSTALLED: no signature is verified with notation-go.\n\n");

const PAYLOAD_FORMAT = "application/vnd.cncf.notary.payload.v1+json";
const MANIFEST = Buffer.from("the manifest of an image");
const ARTIFACT = {
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  digest: `sha256:${createHash("sha256").update(MANIFEST).digest("hex")}`,
  size: MANIFEST.length,
};

interface Verdict {
  readonly accepted: boolean;
  readonly output: string;
}

describeWithSandbox("a signed payload", (sandbox) => {
  let folder: string;
  let account: TestAccount;
  let profileArn: string;
  let envelope: Buffer;
  let jobId: string | undefined;

  beforeAll(async () => {
    if (!hasGo) return;
    folder = mkdtempSync(join(tmpdir(), "notation-go-test-"));
    execFileSync("go", ["build", "-o", join(folder, "verifier"), "."], { cwd: resolve(__dirname, "verifier") });
    account = new TestAccount(sandbox);
    const { signer } = account.root;
    const platformId = "Notation-OCI-SHA384-ECDSA";
    const { arn = "" } = await signer.send(new PutSigningProfileCommand({ profileName: "images", platformId }));
    profileArn = arn;
    const payload = Buffer.from(JSON.stringify({ targetArtifact: ARTIFACT }));
    const signed = await signer.send(
      new SignPayloadCommand({ profileName: "images", payload, payloadFormat: PAYLOAD_FORMAT }),
    );
    envelope = Buffer.from(signed.signature ?? []);
    jobId = signed.jobId;
    writeFileSync(join(folder, "root.pem"), await sandbox.signingRoot());
  });
  afterAll(() => {
    if (!hasGo) return;
    account.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const testWithGo = hasGo ? test : test.skip;

  testWithGo("is accepted by notation-go under a policy that trusts the profile", () => {
    const { accepted, output } = verify(envelope, ARTIFACT, profileArn);
    expect([accepted, output]).toEqual([true, expect.any(String)]);
    expect(JSON.parse(output)).toEqual({
      "com.amazonaws.signer.signingJob": `arn:aws:signer:us-east-1:${account.id}:/signing-jobs/${jobId}`,
      "com.amazonaws.signer.signingProfileVersion": expect.stringMatching(new RegExp(`^${profileArn}/\\w{10}$`)),
    });
  });

  testWithGo("is refused by notation-go for another profile, another image, and when it was changed", () => {
    expect(verify(envelope, ARTIFACT, `${profileArn}x`)).toMatchObject({
      accepted: false,
      output: expect.stringContaining("is not trusted"),
    });
    expect(verify(envelope, { ...ARTIFACT, size: 1 }, profileArn).accepted).toBe(false);
    const text = JSON.parse(envelope.toString()) as { payload: string };
    const payload = Buffer.from(JSON.stringify({ targetArtifact: { ...ARTIFACT, size: 1 } })).toString("base64url");
    const changed = Buffer.from(JSON.stringify({ ...text, payload }));
    expect(verify(changed, { ...ARTIFACT, size: 1 }, profileArn)).toMatchObject({
      accepted: false,
      output: expect.stringContaining("signature is invalid"),
    });
  });

  function verify(signature: Buffer, artifact: object, trustedProfile: string): Verdict {
    writeFileSync(join(folder, "envelope"), signature);
    writeFileSync(join(folder, "artifact.json"), JSON.stringify(artifact));
    const { status, stdout, stderr } = spawnSync(
      "./verifier",
      ["root.pem", "envelope", "artifact.json", trustedProfile],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
    return { accepted: status === 0, output: status === 0 ? stdout : stderr };
  }
});
