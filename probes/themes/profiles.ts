import {
  CancelSigningProfileCommand,
  GetSigningPlatformCommand,
  GetSigningProfileCommand,
  ListSigningPlatformsCommand,
  PutSigningProfileCommand,
  RevokeSigningProfileCommand,
  TagResourceCommand,
  type PutSigningProfileCommandInput,
} from "@aws-sdk/client-signer";
import type { Answer } from "../aws/answer";
import { IOT, LAMBDA, type Profile } from "../aws/preparations";
import { accepts, refuses, refusesAs, says, type Json } from "../lies/lie";
import { observe, type Observation } from "../observation";
import { api, BY_MINISTACK, BY_OTHERS, choice, document, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const NAMES = "a generated name never meets an old one; a given name is warned of, since it can be used once only";
const PUT = { arn: "arn", profileVersion: "AAAAAAAAAA", profileVersionArn: "arn/AAAAAAAAAA" };
const TAKEN = { status: 400, error: "ValidationException", message: /already exists/ };

/** The life of signing profiles. */
export const profiles: readonly Probe[] = [
  {
    id: "profiles/name-of-active",
    assumption: "PutSigningProfile with the name of an active profile is refused with 400 ValidationException",
    source: BY_OTHERS,
    usedBy: "a profile is replaced, never changed; its name says which version it has",
    isRelied: true,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => observe(await putAgain(asking, await asking.prepared.profile("main")), TAKEN),
  },
  {
    id: "profiles/name-of-canceled",
    assumption: "The name of a profile is not free again when the profile is canceled",
    source: BY_OTHERS,
    usedBy: NAMES,
    isRelied: true,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => observe(await putAgain(asking, await asking.prepared.profile("canceled")), TAKEN),
  },
  {
    id: "profiles/name-of-revoked",
    assumption: "The name of a profile is not free again when the profile is revoked",
    source: BY_OTHERS,
    usedBy: NAMES,
    isRelied: true,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => observe(await putAgain(asking, await asking.prepared.profile("revoked")), TAKEN),
  },
  {
    id: "profiles/taken-name-code",
    assumption: "The refusal of a used name has the code ProfileAlreadyExists",
    source: BY_OTHERS,
    usedBy: "nothing but the sandbox",
    isRelied: false,
    lie: says("PutSigningProfile", (body) => {
      body.code = "ValidationException";
    }),
    ask: async (asking) =>
      observe((await putAgain(asking, await asking.prepared.profile("main"))).body, { code: "ProfileAlreadyExists" }),
  },
  {
    id: "profiles/name-after-hours",
    assumption: "The name of a canceled profile is not free again two hours later",
    source: choice("AWS does not document when, if ever, a name is free again"),
    usedBy: NAMES,
    isRelied: false,
    isPatient: true,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => {
      const profile = await asking.prepared.freshProfile("patient");
      await asking.prepared.cancel(profile);
      await asking.pass(2 * 3600);
      return observe(await putAgain(asking, profile), TAKEN);
    },
  },
  {
    id: "profiles/canceled-is-readable",
    assumption: "A canceled profile can still be read, with the status Canceled",
    source: api("CancelSigningProfile"),
    usedBy: "SigningProfile.fromProfileName checks the status in the plan",
    isRelied: true,
    lie: refuses("GetSigningProfile", 404, "ResourceNotFoundException"),
    ask: async (asking) => observe(await get(asking, "canceled"), { status: 200, body: { status: "Canceled" } }),
  },
  {
    id: "profiles/revoked-is-readable",
    assumption: "A revoked profile can still be read, with the status Revoked and a revocationRecord",
    source: api("GetSigningProfile"),
    usedBy: "SigningProfile.fromProfileName checks the status in the plan",
    isRelied: true,
    lie: says("GetSigningProfile", (body) => {
      body.status = "Canceled";
    }),
    ask: async (asking) =>
      observe(await get(asking, "revoked"), {
        status: 200,
        body: { status: "Revoked", revocationRecord: { revokedBy: /^arn:/ } },
      }),
  },
  {
    id: "profiles/cancel-twice",
    assumption: "A canceled profile can be canceled again",
    source: BY_OTHERS,
    usedBy: "a destroy that is repeated after an interruption succeeds",
    isRelied: true,
    lie: refuses("CancelSigningProfile", 400, "ValidationException"),
    ask: async (asking) => {
      const { name } = await asking.prepared.profile("canceled");
      return observe(await asking.signer(new CancelSigningProfileCommand({ profileName: name })), {
        status: (status: number) => status < 300,
      });
    },
  },
  {
    id: "profiles/cancel-revoked",
    assumption: "A revoked profile cannot be canceled: 400 ValidationException",
    source: BY_OTHERS,
    usedBy: "docs/troubleshooting.md: what to do with a destroy that fails on a revoked profile",
    isRelied: false,
    lie: accepts("CancelSigningProfile"),
    ask: async (asking) => {
      const { name } = await asking.prepared.profile("revoked");
      const answer = await asking.signer(new CancelSigningProfileCommand({ profileName: name }));
      return observe(answer, { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "profiles/unknown",
    assumption: "GetSigningProfile of an unknown profile is refused with 404 ResourceNotFoundException",
    source: api("GetSigningProfile"),
    usedBy: "the AWS provider treats it as a missing profile",
    isRelied: true,
    lie: refusesAs("GetSigningProfile", 500, "InternalServiceErrorException"),
    ask: async (asking) => {
      const profileName = asking.prepared.names.profileName("unknown");
      return observe(await asking.signer(new GetSigningProfileCommand({ profileName })), {
        status: 404,
        error: "ResourceNotFoundException",
      });
    },
  },
  {
    id: "profiles/arn",
    assumption: "The ARN of a profile is arn:PARTITION:signer:REGION:ACCOUNT:/signing-profiles/NAME",
    source: document("https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssigner.html"),
    usedBy: "the policies of the function's role name profiles by it",
    isRelied: true,
    lie: says("GetSigningProfile", (body) => {
      body.arn = body.arn.replace(":/signing-profiles/", ":signing-profile/");
    }),
    ask: async (asking) => {
      const { partition, region, accountId } = asking.prepared.surroundings;
      const { name } = await asking.prepared.profile("main");
      const arn = `arn:${partition}:signer:${region}:${accountId}:/signing-profiles/${name}`;
      return observe((await get(asking, "main")).body, { arn });
    },
  },
  {
    id: "profiles/version",
    assumption:
      "The version of a profile is 10 letters and digits, and its ARN is that of the profile, a slash, the version",
    source: document("https://github.com/boto/botocore/blob/develop/botocore/data/signer/2017-08-25/service-2.json"),
    usedBy: "code signing configs allow publishers by the ARN of the version",
    isRelied: true,
    lie: says("GetSigningProfile", (body) => {
      body.profileVersionArn = body.arn;
    }),
    ask: async (asking) => {
      const { body } = await get(asking, "main");
      return observe(body, {
        profileVersion: /^[a-zA-Z0-9]{10}$/,
        profileVersionArn: `${body?.arn}/${body?.profileVersion}`,
      });
    },
  },
  {
    id: "profiles/default-validity",
    assumption: "A profile without a validity period is reported with 135 MONTHS",
    source: BY_OTHERS,
    usedBy: "`signatureValidityPeriod` can be left out, and a plan then stays empty",
    isRelied: false,
    lie: says("GetSigningProfile", (body) => {
      delete body.signatureValidityPeriod;
    }),
    ask: async (asking) =>
      observe((await get(asking, "main")).body, { signatureValidityPeriod: { value: 135, type: "MONTHS" } }),
  },
  {
    id: "profiles/too-long-validity",
    assumption: "A validity of more than 135 months is refused with 400 ValidationException",
    source: api("PutSigningProfile"),
    usedBy: "`signatureValidityPeriod` is checked at synthesis",
    isRelied: false,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => refusedPut(asking, { signatureValidityPeriod: { value: 136, type: "MONTHS" } }),
  },
  {
    id: "profiles/lambda-parameters",
    assumption: "The Lambda platform refuses signingParameters with 400 ValidationException",
    source: BY_OTHERS,
    usedBy: "`signingParameters` are refused for the Lambda platform at synthesis",
    isRelied: false,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => refusedPut(asking, { signingParameters: { name: "value" } }, /[Ss]igning parameters/),
  },
  {
    id: "profiles/lambda-certificate",
    assumption: "The Lambda platform refuses signingMaterial with 400 ValidationException",
    source: BY_MINISTACK,
    usedBy: "`signingMaterial` is refused for the Lambda platform at synthesis",
    isRelied: false,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => {
      const { partition, region, accountId } = asking.prepared.surroundings;
      const certificateArn = `arn:${partition}:acm:${region}:${accountId}:certificate/00000000-0000-4000-8000-000000000000`;
      return refusedPut(asking, { signingMaterial: { certificateArn } }, /[Ss]igning material/);
    },
  },
  {
    id: "profiles/iot-certificate",
    assumption:
      "The platform of AWS IoT Device Management refuses a profile without signingMaterial with 400 ValidationException",
    source: BY_MINISTACK,
    usedBy: "`signingMaterial` is required for the device platforms at synthesis",
    isRelied: false,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) => refusedPut(asking, { platformId: IOT }, /signing material/),
  },
  {
    id: "profiles/hyphen",
    assumption: "PutSigningProfile refuses a name with a hyphen with 400 ValidationException",
    source: BY_OTHERS,
    usedBy: "`signingProfileName` is checked at synthesis, and generated names have no hyphen",
    isRelied: false,
    lie: accepts("PutSigningProfile", PUT),
    ask: async (asking) =>
      observe(await put(asking, { profileName: `${asking.prepared.names.profileName("hyphen")}-` }), {
        status: 400,
        error: "ValidationException",
      }),
  },
  {
    id: "profiles/tag-canceled",
    assumption: "The tags of a canceled profile cannot be changed: 400 or 404",
    source: BY_OTHERS,
    usedBy: "nothing but the sandbox",
    isRelied: false,
    lie: accepts("TagResource"),
    ask: async (asking) => {
      const { arn } = await asking.prepared.profile("canceled");
      const answer = await asking.signer(new TagResourceCommand({ resourceArn: arn, tags: { more: "tags" } }));
      return observe(answer, { error: /^(BadRequestException|NotFoundException)$/ });
    },
  },
  {
    id: "profiles/revoke-in-future",
    assumption: "RevokeSigningProfile refuses an effectiveTime in the future with 400 ValidationException",
    source: api("RevokeSigningProfile"),
    usedBy: "nothing but the sandbox: the library revokes no profiles",
    isRelied: false,
    lie: accepts("RevokeSigningProfile"),
    ask: async (asking) => {
      const { name: profileName, version: profileVersion } = await asking.prepared.profile("main");
      const effectiveTime = new Date(Date.now() + 24 * 3600 * 1000);
      const command = { profileName, profileVersion, reason: "probe", effectiveTime };
      return observe(await asking.signer(new RevokeSigningProfileCommand(command)), {
        status: 400,
        error: "ValidationException",
      });
    },
  },
  {
    id: "profiles/revoke-wrong-version",
    assumption: "RevokeSigningProfile of a version that does not exist is refused with 404 ResourceNotFoundException",
    source: choice("AWS documents the error, and not for what"),
    usedBy: "nothing but the sandbox: the library revokes no profiles",
    isRelied: false,
    lie: accepts("RevokeSigningProfile"),
    ask: async (asking) => {
      const { name: profileName } = await asking.prepared.profile("main");
      const effectiveTime = new Date(Date.now() - 60_000);
      const command = { profileName, profileVersion: "AAAAAAAAAA", reason: "probe", effectiveTime };
      return observe(await asking.signer(new RevokeSigningProfileCommand(command)), {
        status: 404,
        error: "ResourceNotFoundException",
      });
    },
  },
  {
    id: "profiles/platforms",
    assumption: "ListSigningPlatforms has the platforms of Lambda, AWS IoT Device Management and FreeRTOS",
    source: api("ListSigningPlatforms"),
    usedBy: "the constants of `Platform`",
    isRelied: true,
    lie: says("ListSigningPlatforms", (body) => {
      body.platforms = body.platforms.filter((platform: Json) => platform.platformId !== LAMBDA);
    }),
    ask: async (asking) => {
      const { body } = await asking.signer(new ListSigningPlatformsCommand({}));
      const ids: string[] = (body?.platforms ?? []).map((platform: Json) => platform.platformId);
      const missing = [LAMBDA, IOT, "AmazonFreeRTOS-Default"].filter((id) => !ids.includes(id));
      return observe({ missing }, { missing: [] });
    },
  },
  {
    id: "profiles/lambda-platform",
    assumption: "The Lambda platform signs packages of up to 250 MB, and its signatures can be revoked",
    source: BY_OTHERS,
    usedBy: "`revokeOnDestroy` is accepted for the Lambda platform",
    isRelied: true,
    lie: says("GetSigningPlatform", (body) => {
      body.revocationSupported = false;
    }),
    ask: async (asking) =>
      observe((await asking.signer(new GetSigningPlatformCommand({ platformId: LAMBDA }))).body, {
        revocationSupported: true,
        maxSizeInMB: 250,
      }),
  },
  {
    id: "profiles/iot-platform",
    assumption: "Signatures of the platform of AWS IoT Device Management cannot be revoked",
    source: api("SigningPlatform"),
    usedBy: "`revokeOnDestroy` is refused for the device platforms at synthesis",
    isRelied: true,
    lie: says("GetSigningPlatform", (body) => {
      body.revocationSupported = true;
    }),
    ask: async (asking) =>
      observe((await asking.signer(new GetSigningPlatformCommand({ platformId: IOT }))).body, {
        revocationSupported: false,
      }),
  },
];

async function get(asking: Asking, kind: "main" | "canceled" | "revoked"): Promise<Answer> {
  const { name } = await asking.prepared.profile(kind);
  return asking.signer(new GetSigningProfileCommand({ profileName: name }));
}

async function put(asking: Asking, changes: Partial<PutSigningProfileCommandInput>): Promise<Answer> {
  const { names } = asking.prepared;
  return asking.prepared.make("a signing profile", async () =>
    asking.signer(
      new PutSigningProfileCommand({
        profileName: names.profileName(names.fresh("put")),
        platformId: LAMBDA,
        tags: names.tags,
        ...changes,
      }),
    ),
  );
}

async function putAgain(asking: Asking, { name }: Profile): Promise<Answer> {
  return put(asking, { profileName: name });
}

async function refusedPut(
  asking: Asking,
  changes: Partial<PutSigningProfileCommandInput>,
  message = /./,
): Promise<Observation> {
  return observe(await put(asking, changes), { status: 400, error: "ValidationException", message });
}
