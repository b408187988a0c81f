import {
  CancelSigningProfileCommand,
  GetSigningProfileCommand,
  ListSigningProfilesCommand,
  ListSigningProfilesCommandInput,
  paginateListSigningProfiles,
  RevokeSigningProfileCommand,
  SignerClient,
} from "@aws-sdk/client-signer";
import { errorOf, NOTATION, OTHER, profileArn, putProfile, roleArn, SignerService } from "./signer-service";

let service: SignerService;
let client: SignerClient;

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
});
afterEach(async () => service.close());

describe("GetSigningProfile", () => {
  it("does not know a profile that was never put", async () => {
    expect(await errorOf(client.send(new GetSigningProfileCommand({ profileName: "app" })))).toMatchObject({
      name: "ResourceNotFoundException",
      code: "ProfileNotFound",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("shows the profile's version to the policy", async () => {
    const version = await putProfile(client, "app");
    service.authorizer.allow(roleArn("reader"), "signer:GetSigningProfile", profileArn("app"));
    await service.role("reader").send(new GetSigningProfileCommand({ profileName: "app" }));
    expect(service.authorizer.questions.at(-1)?.context).toEqual({ "signer:ProfileVersion": version });
  });
});

describe("CancelSigningProfile", () => {
  async function cancel(profileName = "app"): Promise<unknown> {
    return client.send(new CancelSigningProfileCommand({ profileName }));
  }

  it("leaves the profile readable as Canceled, however often it is called", async () => {
    await putProfile(client, "app");
    await cancel();
    await cancel();
    const profile = await client.send(new GetSigningProfileCommand({ profileName: "app" }));
    expect(profile.status).toBe("Canceled");
  });

  it("refuses a profile that is revoked", async () => {
    const profileVersion = await putProfile(client, "app");
    const effectiveTime = service.clock.now();
    await client.send(
      new RevokeSigningProfileCommand({ profileName: "app", profileVersion, reason: "leak", effectiveTime }),
    );
    const error = await errorOf(cancel());
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("cannot be canceled because it has been revoked");
  });

  it("does not know a profile that was never put", async () => {
    expect(await errorOf(cancel())).toMatchObject({ name: "ResourceNotFoundException", code: "ProfileNotFound" });
  });
});

describe("ListSigningProfiles", () => {
  async function list(input: ListSigningProfilesCommandInput): Promise<unknown[]> {
    const { profiles } = await client.send(new ListSigningProfilesCommand(input));
    return (profiles ?? []).map(({ profileName }) => profileName);
  }

  beforeEach(async () => {
    await putProfile(client, "active");
    await putProfile(client, "images", NOTATION);
    await putProfile(client, "canceled");
    await client.send(new CancelSigningProfileCommand({ profileName: "canceled" }));
  });

  it("shows only active profiles of the account", async () => {
    await putProfile(service.root(OTHER), "foreign");
    expect(await list({})).toEqual(["active", "images"]);
  });

  it("filters by status and platform", async () => {
    expect(await list({ includeCanceled: true })).toEqual(["active", "images", "canceled"]);
    expect(await list({ statuses: ["Canceled"] })).toEqual(["canceled"]);
    expect(await list({ statuses: ["Active", "Canceled"] })).toEqual(["active", "images", "canceled"]);
    expect(await list({ platformId: NOTATION })).toEqual(["images"]);
  });

  it("lists every profile once, page by page", async () => {
    const names: unknown[] = [];
    for await (const page of paginateListSigningProfiles({ client, pageSize: 1 }, { includeCanceled: true })) {
      expect(page.profiles).toHaveLength(1);
      names.push(page.profiles?.[0].profileName);
    }
    expect(names).toEqual(["active", "images", "canceled"]);
  });

  it("requires permission to list everything", async () => {
    service.authorizer.allow(roleArn("reader"), "signer:ListSigningProfiles", profileArn("active"));
    const error = await errorOf(service.role("reader").send(new ListSigningProfilesCommand({})));
    expect(error.message).toMatch(/signer:ListSigningProfiles on resource: \*$/);
  });
});
