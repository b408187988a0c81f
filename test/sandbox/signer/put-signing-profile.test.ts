import {
  CancelSigningProfileCommand,
  GetSigningProfileCommand,
  ListSigningProfilesCommand,
  PutSigningProfileCommand,
  PutSigningProfileCommandInput,
  RevokeSigningProfileCommand,
  SignerClient,
} from "@aws-sdk/client-signer";
import {
  CERTIFICATE,
  errorOf,
  IOT,
  LAMBDA,
  NOTATION,
  OTHER,
  OWNER,
  profileArn,
  putProfile,
  REGION,
  roleArn,
  SignerService,
} from "./signer-service";

let service: SignerService;
let client: SignerClient;

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
});
afterEach(async () => service.close());

async function put(input: Partial<PutSigningProfileCommandInput>): Promise<unknown> {
  return client.send(new PutSigningProfileCommand({ profileName: "app", platformId: LAMBDA, ...input }));
}

describe("PutSigningProfile", () => {
  it("returns a version of ten letters and digits, and the ARNs with it", async () => {
    const profile = await client.send(new PutSigningProfileCommand({ profileName: "app", platformId: LAMBDA }));
    expect(profile).toMatchObject({
      arn: profileArn("app"),
      profileVersion: expect.stringMatching(/^[A-Za-z0-9]{10}$/) as string,
      profileVersionArn: `${profileArn("app")}/${profile.profileVersion}`,
    });
  });

  it("keeps everything that was put", async () => {
    await client.send(
      new PutSigningProfileCommand({
        profileName: "device",
        platformId: IOT,
        signingMaterial: { certificateArn: CERTIFICATE },
        signatureValidityPeriod: { type: "YEARS", value: 2 },
        overrides: { signingConfiguration: { encryptionAlgorithm: "ECDSA" }, signingImageFormat: "JSONDetached" },
        signingParameters: { param1: "value1" },
        tags: { team: "devices" },
      }),
    );
    const profile = await client.send(new GetSigningProfileCommand({ profileName: "device" }));
    expect(profile).toMatchObject({
      profileName: "device",
      platformId: IOT,
      platformDisplayName: "AWS IoT Device Management SHA256-ECDSA ",
      signingMaterial: { certificateArn: CERTIFICATE },
      signatureValidityPeriod: { type: "YEARS", value: 2 },
      overrides: { signingConfiguration: { encryptionAlgorithm: "ECDSA" }, signingImageFormat: "JSONDetached" },
      signingParameters: { param1: "value1" },
      tags: { team: "devices" },
      status: "Active",
    });
    expect(profile.revocationRecord).toBeUndefined();
  });

  it("gives signatures 135 months by default", async () => {
    await putProfile(client, "app");
    const profile = await client.send(new GetSigningProfileCommand({ profileName: "app" }));
    expect(profile.signatureValidityPeriod).toEqual({ type: "MONTHS", value: 135 });
  });

  it.each([
    ["active", async (): Promise<void> => undefined],
    [
      "canceled",
      async (): Promise<void> => {
        await client.send(new CancelSigningProfileCommand({ profileName: "app" }));
      },
    ],
    [
      "revoked",
      async (version: string): Promise<void> => {
        const effectiveTime = service.clock.now();
        const request = { profileName: "app", profileVersion: version, reason: "leak", effectiveTime };
        await client.send(new RevokeSigningProfileCommand(request));
      },
    ],
  ])("refuses the name of a profile that is %s", async (_status, bring) => {
    await bring(await putProfile(client, "app"));
    expect(await errorOf(put({}))).toMatchObject({
      name: "ValidationException",
      code: "ProfileAlreadyExists",
      message: "Profile with name app already exists",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("gives a name to only one of two simultaneous requests", async () => {
    const device = { platformId: IOT, signingMaterial: { certificateArn: CERTIFICATE } };
    // Both have checked the name before the certificate is found.
    let lookups = 0;
    service.certificates.status = async (): Promise<string> => {
      lookups += 1;
      while (lookups < 2) await new Promise((resolve) => setImmediate(resolve));
      return "ISSUED";
    };
    const outcomes = await Promise.allSettled([put(device), put(device)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("accepts the same name in another account and another Region", async () => {
    await putProfile(client, "app");
    await putProfile(service.root(OTHER), "app");
    await putProfile(service.root(OWNER, "us-west-2"), "app");
  });

  it.each([
    [{ type: "DAYS" as const, value: 1 }],
    [{ type: "MONTHS" as const, value: 135 }],
    [{ type: "YEARS" as const, value: 11 }],
  ])("accepts a validity of %j", async (signatureValidityPeriod) => {
    await put({ signatureValidityPeriod });
    const profile = await client.send(new GetSigningProfileCommand({ profileName: "app" }));
    expect(profile.signatureValidityPeriod).toEqual(signatureValidityPeriod);
  });

  it.each([
    ["no days", { signatureValidityPeriod: { type: "DAYS", value: 0 } }, "0 DAYS"],
    ["136 months", { signatureValidityPeriod: { type: "MONTHS", value: 136 } }, "136 MONTHS"],
    ["12 years", { signatureValidityPeriod: { type: "YEARS", value: 12 } }, "12 YEARS"],
    ["weeks", { signatureValidityPeriod: { type: "WEEKS" as "DAYS", value: 1 } }, "[DAYS, MONTHS, YEARS]"],
    ["half a validity", { signatureValidityPeriod: { type: "DAYS" } }, "'signatureValidityPeriod.value'"],
    ["a hyphen in the name", { profileName: "my-app" }, "'my-app' at 'profileName'"],
    ["a name of one letter", { profileName: "a" }, "greater than or equal to 2"],
    ["a name of 65 letters", { profileName: "a".repeat(65) }, "less than or equal to 64"],
    ["a reserved tag", { tags: { "aws:team": "x" } }, "'tags.key'"],
    ["a tag value that is too long", { tags: { team: "x".repeat(257) } }, "'tags.team.member'"],
    ["no tags in a tag map", { tags: {} }, "'tags'"],
    ["signing parameters for Lambda", { signingParameters: { a: "b" } }, `when using ${LAMBDA} platform`],
    ["an override that Lambda has not", { overrides: { signingImageFormat: "JSONEmbedded" } }, "JSONEmbedded"],
    [
      "an algorithm that Lambda has not",
      { overrides: { signingConfiguration: { hashAlgorithm: "SHA1" } } },
      "Override SHA1 is not supported",
    ],
  ] as [string, Partial<PutSigningProfileCommandInput>, string][])("refuses %s", async (_what, input, words) => {
    const error = await errorOf(put(input));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain(words);
    expect((await client.send(new ListSigningProfilesCommand({}))).profiles).toEqual([]);
  });

  it("refuses a platform that does not exist", async () => {
    expect(await errorOf(put({ platformId: "Java-Applet" }))).toMatchObject({ name: "ResourceNotFoundException" });
  });

  it.each([LAMBDA, NOTATION])("refuses signing material on %s", async (platformId) => {
    expect(await errorOf(put({ platformId, signingMaterial: { certificateArn: CERTIFICATE } }))).toMatchObject({
      name: "ValidationException",
      code: "InvalidProfileParameters",
      message: `Signing material should not be present when using ${platformId} platform.`,
    });
  });

  it.each([
    ["no certificate", undefined, "ValidationException", "signing material cannot be null."],
    ["no ARN", "certificate", "ValidationException", "certificate is not a valid ACM certificate ARN"],
    [
      "a certificate of another Region",
      CERTIFICATE.replace(REGION, "us-west-2"),
      "ValidationException",
      "is not a valid ACM certificate ARN",
    ],
    [
      "a certificate of another account",
      CERTIFICATE.replace(OWNER, OTHER),
      "ValidationException",
      `is not owned by ${OWNER}`,
    ],
    [
      "an unknown certificate",
      CERTIFICATE.replace("0a1b2c3d", "ffffffff"),
      "ResourceNotFoundException",
      "Could not find an issued certificate",
    ],
    [
      "a pending certificate",
      CERTIFICATE.replace("0a1b2c3d", "99999999"),
      "ValidationException",
      "Certificate is not Issued",
    ],
  ])("refuses an IoT profile with %s", async (_what, certificateArn, name, words) => {
    service.certificates.add(CERTIFICATE.replace("0a1b2c3d", "99999999"), "PENDING_VALIDATION");
    const signingMaterial = certificateArn === undefined ? undefined : { certificateArn };
    const error = await errorOf(put({ platformId: IOT, signingMaterial }));
    expect(error.name).toBe(name);
    expect(error.message).toContain(words);
  });

  it("requires permission to create this profile, and shows the tags to the policy", async () => {
    const role = service.role("creator");
    const command = new PutSigningProfileCommand({ profileName: "app", platformId: LAMBDA, tags: { team: "a" } });
    expect((await errorOf(role.send(command))).name).toBe("AccessDeniedException");
    service.authorizer.allow(roleArn("creator"), "signer:PutSigningProfile", profileArn("app"));
    await role.send(command);
    expect(service.authorizer.questions.at(-1)).toEqual({
      action: "signer:PutSigningProfile",
      resourceArn: profileArn("app"),
      context: { "aws:RequestTag/team": "a" },
    });
  });
});
