import { randomInt } from "node:crypto";
import type { Caller } from "../../http/aws-request";
import { partitionOf, signingProfileArn } from "../arn";
import {
  ENCRYPTION_ALGORITHM,
  HASH_ALGORITHM,
  IMAGE_FORMAT,
  NOT_EMPTY,
  PROFILE_NAME,
  TAG_COUNT,
  TAG_KEY,
  TAG_VALUE,
  VALIDITY_TYPE,
} from "../constraints";
import type { SignerContext } from "../context";
import { resourceNotFound, validationError } from "../errors";
import type { InputReader } from "../input-reader";
import type { Call, Operation } from "../operation";
import { findPlatform, SigningPlatform, signsWithManagedKey } from "../platforms";
import type { Overrides } from "../state";
import { isAllowedValidity, MAX_VALIDITY, ValidityPeriod } from "../validity-period";

const ANY_INTEGER = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
const VERSION_LENGTH = 10;
const VERSION_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const CERTIFICATE_ARN =
  /^arn:([^:]+):acm:([^:]+):(\d{12}):certificate\/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

interface ProfileRequest {
  readonly name: string;
  readonly platformId: string;
  readonly certificateArn?: string;
  readonly validity?: ValidityPeriod;
  readonly overrides?: Overrides;
  readonly signingParameters?: ReadonlyMap<string, string>;
  readonly tags?: Map<string, string>;
}

/**
 * Creates a profile, and never changes one: a used name is never free again, also after cancellation
 * or revocation. Order and texts of the checks on material and name were measured by a third party.
 */
export function putSigningProfile(context: SignerContext): Operation {
  const { access, ports, state } = context;
  return {
    name: "PutSigningProfile",
    method: "PUT",
    path: "/signing-profiles/{profileName}",
    handle: async (call) => {
      const { caller, region } = call;
      const request = readRequest(call);
      const { name } = request;
      const reference = { region, owner: caller.accountId, name };
      await access.requireProfile(caller, "PutSigningProfile", reference, requestTags(request.tags));

      const platform = findPlatform(request.platformId);
      // The refusal of an unknown platform by AWS is not known.
      if (platform === undefined) throw resourceNotFound(`Platform with id ${request.platformId} does not exist`);
      checkMaterial(platform, request.certificateArn, caller, region);
      checkSettings(platform, request, ports.clock.now());
      const requireFreeName = (): void => {
        if (state.findProfile(region, caller.accountId, name) !== undefined) {
          throw validationError(`Profile with name ${name} already exists`, "ProfileAlreadyExists");
        }
      };
      requireFreeName();
      if (request.certificateArn !== undefined) {
        await requireIssued(context, request.certificateArn, caller, region);
        requireFreeName(); // someone else may have been faster meanwhile
      }

      const arn = signingProfileArn(region, caller.accountId, name);
      const version = newVersion();
      state.addProfile(region, {
        name,
        version,
        arn,
        versionArn: `${arn}/${version}`,
        owner: caller.accountId,
        platform,
        certificateArn: request.certificateArn,
        validity: request.validity ?? MAX_VALIDITY,
        overrides: request.overrides,
        signingParameters: request.signingParameters,
        tags: request.tags ?? new Map<string, string>(),
        status: "Active",
      });
      return { arn, profileVersion: version, profileVersionArn: `${arn}/${version}` };
    },
  };
}

function readRequest({ input }: Call): ProfileRequest {
  return input.read(({ path, body }) => ({
    name: path.text("profileName", PROFILE_NAME),
    platformId: body.text("platformId", NOT_EMPTY),
    certificateArn: body.optionalStructure("signingMaterial", (material) => material.text("certificateArn")),
    validity: body.optionalStructure("signatureValidityPeriod", (period) => ({
      value: period.integer("value", ANY_INTEGER),
      type: period.text("type", VALIDITY_TYPE),
    })),
    overrides: body.optionalStructure("overrides", readOverrides),
    signingParameters: body.optionalTextMap("signingParameters"),
    tags: body.optionalTextMap("tags", TAG_KEY, TAG_VALUE, TAG_COUNT),
  }));
}

function readOverrides(reader: InputReader): Overrides {
  return {
    signingConfiguration: reader.optionalStructure("signingConfiguration", (configuration) => ({
      encryptionAlgorithm: configuration.optionalText("encryptionAlgorithm", ENCRYPTION_ALGORITHM),
      hashAlgorithm: configuration.optionalText("hashAlgorithm", HASH_ALGORITHM),
    })),
    signingImageFormat: reader.optionalText("signingImageFormat", IMAGE_FORMAT),
  };
}

function requestTags(tags: ReadonlyMap<string, string> | undefined): Record<string, string> {
  return Object.fromEntries([...(tags ?? [])].map(([key, value]) => [`aws:RequestTag/${key}`, value]));
}

function checkMaterial(
  platform: SigningPlatform,
  certificateArn: string | undefined,
  caller: Caller,
  region: string,
): void {
  if (signsWithManagedKey(platform)) {
    if (certificateArn === undefined) return;
    const message = `Signing material should not be present when using ${platform.platformId} platform.`;
    throw validationError(message, "InvalidProfileParameters");
  }
  if (certificateArn === undefined) throw validationError("signing material cannot be null.");
  const [, partition, certificateRegion, account] = CERTIFICATE_ARN.exec(certificateArn) ?? [];
  if (partition !== partitionOf(region) || certificateRegion !== region) {
    throw validationError(`${certificateArn} is not a valid ACM certificate ARN`);
  }
  if (account !== caller.accountId) throw validationError(`${certificateArn} is not owned by ${caller.accountId}`);
}

function checkSettings(platform: SigningPlatform, request: ProfileRequest, now: Date): void {
  const { platformId } = platform;
  if (signsWithManagedKey(platform) && request.signingParameters !== undefined) {
    throw validationError(`Signing parameters should not be present when using ${platformId} platform`);
  }
  if (request.validity !== undefined && !isAllowedValidity(request.validity, now)) {
    const { value, type } = request.validity;
    throw validationError(`The signature validity period of ${value} ${type} is not between 1 day and 135 months`);
  }
  const { encryptionAlgorithmOptions, hashAlgorithmOptions } = platform.signingConfiguration;
  const { signingConfiguration, signingImageFormat } = request.overrides ?? {};
  refuseOther(platformId, signingConfiguration?.encryptionAlgorithm, encryptionAlgorithmOptions.allowedValues);
  refuseOther(platformId, signingConfiguration?.hashAlgorithm, hashAlgorithmOptions.allowedValues);
  refuseOther(platformId, signingImageFormat, platform.signingImageFormat?.supportedFormats ?? []);
}

/** Each platform signs in one way here. Other settings that AWS may offer would have no effect. */
function refuseOther(platformId: string, override: string | undefined, allowed: readonly string[]): void {
  if (override !== undefined && !allowed.includes(override)) {
    throw validationError(
      `Override ${override} is not supported for platform ${platformId}: allowed is [${allowed.join(", ")}]`,
    );
  }
}

async function requireIssued(
  { ports }: SignerContext,
  certificateArn: string,
  caller: Caller,
  region: string,
): Promise<void> {
  const status = await ports.certificates.status(caller.accountId, region, certificateArn);
  if (status === undefined) {
    throw resourceNotFound(`Could not find an issued certificate ${certificateArn}`, "CertificateNotFound");
  }
  if (status !== "ISSUED") throw validationError("Certificate is not Issued");
}

function newVersion(): string {
  const characters = Array.from(
    { length: VERSION_LENGTH },
    () => VERSION_CHARACTERS[randomInt(VERSION_CHARACTERS.length)],
  );
  return characters.join("");
}
