import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, DataResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import {
  ISigningProfile,
  Platform,
  SigningDestination,
  SigningJob,
  SigningJobProps,
  SigningProfile,
  SigningProfileProps,
  SigningSource,
} from "../../src";

export const ACCOUNT = "111111111111";
export const OTHER_ACCOUNT = "222222222222";
export const KEY_ARN = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const CERTIFICATE_ARN = "arn:aws:acm:eu-west-1:111111111111:certificate/1234abcd-12ab-34cd-56ef-1234567890ab";

export const SOURCE = SigningSource.fromBucket("source-bucket", "unsigned/code.zip", "version-1");
export const DESTINATION = SigningDestination.toBucket("signed-bucket", "signed/");

export function lambdaProfile(
  scope: Construct,
  props: Partial<SigningProfileProps> = {},
  id: string = "profile",
): SigningProfile {
  return new SigningProfile(scope, id, { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, ...props });
}

/** A stack that is not synthesized. */
export function newStack(): TerraformStack {
  return new TerraformStack(new App(), "stack");
}

/** A job with a new profile, unless one is given. */
export function signingJob(scope: Construct, props: Partial<SigningJobProps> = {}, id: string = "job"): SigningJob {
  const profile: ISigningProfile = props.profile ?? lambdaProfile(scope, {}, `${id}-profile`);
  return new SigningJob(scope, id, { source: SOURCE, destination: DESTINATION, ...props, profile });
}

/** A text, number or list that is known only when Terraform runs. */
export function token(stack: TerraformStack, id: string = "unknown"): { text: string; number: number; list: string[] } {
  const resource = new DataResource(stack, id, { input: { value: "known later" } });
  const attribute = resource.interpolationForAttribute("output.value");
  return { text: Token.asString(attribute), number: Token.asNumber(attribute), list: Token.asList(attribute) };
}

export function aliasedProvider(stack: TerraformStack, alias: string): AwsProvider {
  return new AwsProvider(stack, `aws-${alias}`, { region: "us-east-1", alias });
}
