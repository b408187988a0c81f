import type { SignatureValidity } from "./signature-validity";
import type {
  SigningMaterial,
  SigningProfileAttributes,
  SigningProfileLookupOptions,
  SigningProfileProps,
} from "./signing-profile-props";
import {
  ACCOUNT_ID,
  ANY_TEXT,
  CERTIFICATE_ARN,
  NOT_EMPTY,
  PROFILE_NAME,
  PROFILE_VERSION,
  REGION,
  SIGNATURE_VALIDITY,
} from "../validation/aws-rules";
import { refuse } from "../validation/errors";
import { awsProvider, dependencies, Kind, mapOf, objectWith, text, wholeNumber } from "../validation/kinds";
import { optional, PropsOf, required, struct } from "../validation/props";

/** A signing profile. Only the names of its members are checked: reading a value can be an error, or create a token. */
export const SIGNING_PROFILE: Kind = objectWith(
  "a signing profile: new SigningProfile(…), or one of SigningProfile.from…",
  "signingProfileName",
  "signingProfileArn",
  "isVersionKnown",
  "node",
);

const ANY_PLATFORM = objectWith("a platform: Platform.AWS_LAMBDA_SHA384_ECDSA, or Platform.of(…)", "platformId");

const PLATFORM: Kind = (scope, property, value) => {
  ANY_PLATFORM(scope, property, value);
  text(NOT_EMPTY)(scope, property, (value as { platformId: unknown }).platformId);
};

const ANY_VALIDITY = objectWith("a period, such as SignatureValidity.months(12)", "unit", "value");

const VALIDITY: Kind = (scope, property, value) => {
  ANY_VALIDITY(scope, property, value);
  const { unit, value: amount } = value as SignatureValidity;
  const range = SIGNATURE_VALIDITY[unit as keyof typeof SIGNATURE_VALIDITY];
  if (!range) refuse(scope, property, "in days, months or years", unit);
  wholeNumber(range)(scope, `${property} (${unit})`, amount);
};

const SIGNING_MATERIAL: PropsOf<SigningMaterial> = { certificateArn: required(text(CERTIFICATE_ARN)) };

export const PROFILE_PROPS: PropsOf<SigningProfileProps> = {
  platform: required(PLATFORM),
  signingProfileName: optional(text(PROFILE_NAME)),
  signatureValidity: optional(VALIDITY),
  signingMaterial: optional(struct(SIGNING_MATERIAL)),
  signingParameters: optional(mapOf(text(NOT_EMPTY), text(ANY_TEXT))),
  tags: optional(mapOf(text(NOT_EMPTY), text(ANY_TEXT))),
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

const PROFILE_LOOKUP_OPTIONS: PropsOf<SigningProfileLookupOptions> = {
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

export const PROFILE_LOOKUP: PropsOf<{ signingProfileName: string; options: SigningProfileLookupOptions }> = {
  signingProfileName: required(text(PROFILE_NAME)),
  options: required(struct(PROFILE_LOOKUP_OPTIONS, "")),
};

export const PROFILE_ATTRIBUTES: PropsOf<SigningProfileAttributes> = {
  signingProfileName: required(text(PROFILE_NAME)),
  signingProfileVersion: optional(text(PROFILE_VERSION)),
  profileOwner: optional(text(ACCOUNT_ID)),
  platform: optional(PLATFORM),
  region: optional(text(REGION)),
  provider: optional(awsProvider),
};
