import { Platform } from "../platform";
import type { ISigningProfile } from "../signing-profile-interface";
import { rulesOf } from "./platform-rules";
import type { PropertyValidator } from "./validate";

/** Refuses a profile that is known not to sign code for AWS Lambda. */
export function validateLambdaPublisher(
  validator: PropertyValidator,
  property: string,
  profile: ISigningProfile,
): void {
  const { platform } = profile;
  if (!rulesOf(platform) || platform?.platformId === Platform.AWS_LAMBDA_SHA384_ECDSA.platformId) return;
  validator.fail(
    `"${property}" must be of the platform "${Platform.AWS_LAMBDA_SHA384_ECDSA.platformId}", whose signatures AWS Lambda ` +
      `knows, received "${profile.node.path}", which is of "${platform?.platformId}"`,
  );
}
