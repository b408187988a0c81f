import { verify } from "node:crypto";
import { CERTIFICATE, IOT, putProfile, SOURCE } from "./signer-service";
import { SigningAccount } from "./signing-account";

const account = SigningAccount.forEachTest();

describe("a job of an IoT platform", () => {
  it("writes a JSON document with a signature under prefix and job id", async () => {
    await putProfile(account.client, "device", IOT);
    const job = await account.run({ profileName: "device" });

    expect(job.status).toBe("Succeeded");
    expect(job.signingMaterial?.certificateArn).toMatch(/^arn:aws:acm:/);
    expect(job.signedObject).toEqual({ s3: { bucketName: "signed", key: `out/${job.jobId}` } });
    const document = JSON.parse(String(account.service.objects.latest("signed", `out/${job.jobId}`))) as Record<
      string,
      unknown
    >;
    expect(document).toMatchObject({
      rawPayloadSize: account.service.objects.latest("source", "code.zip")?.length,
      signatureAlgorithm: "SHA256withECDSA",
      payloadLocation: { s3: SOURCE },
    });
    expect(isSignedByItsKey(document)).toBe(true);
  });

  it.each([
    ["AmazonFreeRTOS-Default", "SHA256withECDSA"],
    ["AmazonFreeRTOS-TI-CC3220SF", "SHA1withRSA"],
  ])("embeds the image on %s", async (platformId, signatureAlgorithm) => {
    await putProfile(account.client, "rtos", platformId);
    const job = await account.run({ profileName: "rtos" });
    const document = JSON.parse(String(account.service.objects.latest("signed", `out/${job.jobId}`))) as Record<
      string,
      unknown
    >;
    expect(document).toMatchObject({
      signatureAlgorithm,
      payload: account.service.objects.latest("source", "code.zip")?.toString("base64"),
    });
    expect(isSignedByItsKey(document)).toBe(true);
  });

  it.each([
    [IOT, "rsa", "Failed", "can't identify EC private key."],
    ["AmazonFreeRTOS-Default", "rsa", "Failed", "can't identify EC private key."],
    ["AmazonFreeRTOS-TI-CC3220SF", "rsa", "Succeeded", "Signing Succeeded"],
    [IOT, "ec", "Succeeded", "Signing Succeeded"],
  ])("on %s with a certificate for an %s key ends as %s: %s", async (platformId, keyType, status, statusReason) => {
    account.service.certificates.add(CERTIFICATE, "ISSUED", keyType);
    await putProfile(account.client, "device", platformId);
    expect(await account.run({ profileName: "device" })).toMatchObject({ status, statusReason });
  });

  it("labels its signature as one for tests", async () => {
    await putProfile(account.client, "device", IOT);
    const job = await account.run({ profileName: "device" });
    expect(String(account.service.objects.latest("signed", `out/${job.jobId}`))).toMatch(/test signature/i);
  });

  function isSignedByItsKey(document: Record<string, unknown>): boolean {
    const { publicKey } = document.testSignature as { publicKey: string };
    const hash = document.signatureAlgorithm === "SHA1withRSA" ? "sha1" : "sha256";
    const image = account.service.objects.latest("source", "code.zip") ?? Buffer.alloc(0);
    return verify(hash, image, publicKey, Buffer.from(String(document.signature), "base64"));
  }
});
