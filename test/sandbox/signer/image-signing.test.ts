import { verify } from "node:crypto";
import { DescribeSigningJobCommand, DescribeSigningJobResponse, SignerClient } from "@aws-sdk/client-signer";
import { IOT, putProfile, SignerService, SOURCE, startJob } from "./signer-service";

let service: SignerService;
let client: SignerClient;

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
  await putProfile(client, "app");
});
afterEach(async () => service.close());

/** Starts a job and waits for its end. */
async function runJob(profileName = "app"): Promise<DescribeSigningJobResponse> {
  const jobId = await startJob(client, profileName);
  service.clock.advance(5);
  return client.send(new DescribeSigningJobCommand({ jobId }));
}

describe("a job of an IoT platform", () => {
  it("writes a JSON document with a signature under prefix and job id", async () => {
    await putProfile(client, "device", IOT);
    const job = await runJob("device");

    expect(job.status).toBe("Succeeded");
    expect(job.signingMaterial?.certificateArn).toMatch(/^arn:aws:acm:/);
    expect(job.signedObject).toEqual({ s3: { bucketName: "signed", key: `out/${job.jobId}` } });
    const document = JSON.parse(String(service.objects.latest("signed", `out/${job.jobId}`))) as Record<
      string,
      unknown
    >;
    expect(document).toMatchObject({
      rawPayloadSize: service.objects.latest("source", "code.zip")?.length,
      signatureAlgorithm: "SHA256withECDSA",
      payloadLocation: { s3: SOURCE },
    });
    expect(isSignedByItsKey(document)).toBe(true);
  });

  it.each([
    ["AmazonFreeRTOS-Default", "SHA256withECDSA"],
    ["AmazonFreeRTOS-TI-CC3220SF", "SHA1withRSA"],
  ])("embeds the image on %s", async (platformId, signatureAlgorithm) => {
    await putProfile(client, "rtos", platformId);
    const job = await runJob("rtos");
    const document = JSON.parse(String(service.objects.latest("signed", `out/${job.jobId}`))) as Record<
      string,
      unknown
    >;
    expect(document).toMatchObject({
      signatureAlgorithm,
      payload: service.objects.latest("source", "code.zip")?.toString("base64"),
    });
    expect(isSignedByItsKey(document)).toBe(true);
  });

  it("labels its signature as one for tests", async () => {
    await putProfile(client, "device", IOT);
    const job = await runJob("device");
    expect(String(service.objects.latest("signed", `out/${job.jobId}`))).toMatch(/test signature/i);
  });

  function isSignedByItsKey(document: Record<string, unknown>): boolean {
    const { publicKey } = document.testSignature as { publicKey: string };
    const hash = document.signatureAlgorithm === "SHA1withRSA" ? "sha1" : "sha256";
    const image = service.objects.latest("source", "code.zip") ?? Buffer.alloc(0);
    return verify(hash, image, publicKey, Buffer.from(String(document.signature), "base64"));
  }
});
