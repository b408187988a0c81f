import {
  DescribeSigningJobCommand,
  GetRevocationStatusCommand,
  RevokeSignatureCommand,
  SignPayloadCommand,
} from "@aws-sdk/client-signer";
import { errorOf } from "../test-account";
import { jobArn, NOTATION, profileArn, putProfile, roleArn } from "./signer-service";
import { SigningAccount } from "./signing-account";

const account = SigningAccount.forEachTest();
const PAYLOAD = Buffer.from(JSON.stringify({ targetArtifact: { digest: "sha256:00" } }));
const REQUEST = {
  profileName: "images",
  payload: PAYLOAD,
  payloadFormat: "application/vnd.cncf.notary.payload.v1+json",
};

interface Envelope {
  readonly payload: string;
  readonly protected: string;
  readonly header: { readonly x5c: readonly string[] };
}

describe("SignPayload", () => {
  let version: string;
  beforeEach(async () => {
    version = await putProfile(account.client, "images", NOTATION);
  });

  it("returns an envelope with the payload, the job, the profile version and the chain of certificates", async () => {
    const { jobId = "", signature } = await account.client.send(new SignPayloadCommand(REQUEST));
    const envelope = JSON.parse(Buffer.from(signature ?? []).toString()) as Envelope;
    expect(Buffer.from(envelope.payload, "base64url")).toEqual(PAYLOAD);
    const protectedHeaders: unknown = JSON.parse(Buffer.from(envelope.protected, "base64url").toString());
    expect(protectedHeaders).toMatchObject({
      alg: "ES384",
      cty: REQUEST.payloadFormat,
      "io.cncf.notary.signingScheme": "notary.x509.signingAuthority",
      "com.amazonaws.signer.signingJob": jobArn(jobId),
      "com.amazonaws.signer.signingProfileVersion": `${profileArn("images")}/${version}`,
    });
    expect(envelope.header.x5c).toHaveLength(2);
  });

  it("leaves a job that can be described and revoked", async () => {
    const { jobId = "" } = await account.client.send(new SignPayloadCommand(REQUEST));
    const job = await account.describe(jobId);
    expect(job).toMatchObject({ status: "Succeeded", profileName: "images", platformId: NOTATION });
    expect(job.source).toBeUndefined();
    const question = new GetRevocationStatusCommand({
      platformId: NOTATION,
      profileVersionArn: `${profileArn("images")}/${version}`,
      jobArn: jobArn(jobId),
      signatureTimestamp: account.service.clock.now(),
      certificateHashes: ["0a".repeat(96)],
    });
    expect((await account.client.send(question)).revokedEntities).toEqual([]);
    await account.client.send(new RevokeSignatureCommand({ jobId, reason: "leak" }));
    expect((await account.client.send(question)).revokedEntities).toEqual([jobArn(jobId)]);
    expect((await account.client.send(new DescribeSigningJobCommand({ jobId }))).revocationRecord?.reason).toBe("leak");
  });

  it.each([
    ["a profile of another platform", { profileName: "app" }, /does not sign payloads: use StartSigningJob/],
    ["another format", { payloadFormat: "text/plain" }, /payloadFormat must be .*, received text\/plain/],
    ["a payload of more than 4096 bytes", { payload: Buffer.alloc(4097) }, /at most 4096 bytes, received 4097/],
  ])("refuses %s", async (_, change, message) => {
    const error = await errorOf(account.client.send(new SignPayloadCommand({ ...REQUEST, ...change })));
    expect(error).toMatchObject({ name: "ValidationException", message: expect.stringMatching(message) });
  });

  it("requires the permission to sign payloads with the profile", async () => {
    const role = account.service.role("builder");
    const command = new SignPayloadCommand(REQUEST);
    expect((await errorOf(role.send(command))).name).toBe("AccessDeniedException");
    account.service.authorizer.allow(roleArn("builder"), "signer:SignPayload", profileArn("images"));
    expect((await role.send(command)).jobOwner).toBeDefined();
  });
});
