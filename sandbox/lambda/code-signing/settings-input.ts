import { invalidParameter } from "../lambda-error";
import type { CodeSigningConfigSettings } from "./code-signing-configs";

const MAX_PUBLISHERS = 20;
const MAX_DESCRIPTION = 256;
const PROFILE_VERSION_ARN =
  /^arn:aws[a-zA-Z-]*:signer:[a-z0-9-]+:\d{12}:\/signing-profiles\/[a-zA-Z0-9_]{2,64}\/[a-zA-Z0-9]{10}$/;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the settings of a code signing config from a request.
 *
 * @throws AwsError 400 InvalidParameterValueException
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html
 */
export function readSettings(input: Fields): Partial<CodeSigningConfigSettings> {
  return {
    ...(input.Description !== undefined && { Description: readDescription(input.Description) }),
    ...(input.AllowedPublishers !== undefined && { AllowedPublishers: readPublishers(input.AllowedPublishers) }),
    ...(input.CodeSigningPolicies !== undefined && { CodeSigningPolicies: readPolicies(input.CodeSigningPolicies) }),
  };
}

export function readTags(value: unknown): Readonly<Record<string, string>> {
  const tags = fields("Tags", value ?? {});
  for (const [key, text] of Object.entries(tags)) {
    if (typeof text !== "string") throw invalidParameter(`The value of tag ${key} must be a string.`);
  }
  return tags as Record<string, string>;
}

function readDescription(value: unknown): string {
  if (typeof value === "string" && value.length <= MAX_DESCRIPTION) return value;
  throw invalidParameter(`Description must be a string of at most ${MAX_DESCRIPTION} characters.`);
}

function readPublishers(value: unknown): CodeSigningConfigSettings["AllowedPublishers"] {
  const arns = fields("AllowedPublishers", value).SigningProfileVersionArns;
  if (!Array.isArray(arns) || arns.length < 1 || arns.length > MAX_PUBLISHERS) {
    throw invalidParameter(
      `AllowedPublishers.SigningProfileVersionArns must be a list of 1 to ${MAX_PUBLISHERS} ARNs.`,
    );
  }
  for (const arn of arns as unknown[]) {
    if (typeof arn !== "string" || !PROFILE_VERSION_ARN.test(arn)) {
      throw invalidParameter(`${JSON.stringify(arn)} is not the ARN of a version of a signing profile.`);
    }
  }
  return { SigningProfileVersionArns: arns as string[] };
}

function readPolicies(value: unknown): CodeSigningConfigSettings["CodeSigningPolicies"] {
  const policy = fields("CodeSigningPolicies", value).UntrustedArtifactOnDeployment;
  if (policy === "Warn" || policy === "Enforce") return { UntrustedArtifactOnDeployment: policy };
  throw invalidParameter(
    `CodeSigningPolicies.UntrustedArtifactOnDeployment must be Warn or Enforce, not ${JSON.stringify(policy)}.`,
  );
}

function fields(name: string, value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalidParameter(`${name} must be an object.`);
}
