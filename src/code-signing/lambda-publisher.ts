import { Platform } from "../profile/platform";
import { rulesOf } from "../profile/platform-rules";
import { SIGNING_PROFILE } from "../profile/profile-properties";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { ValidationError } from "../validation/errors";
import type { Kind } from "../validation/kinds";

/** A signing profile that signs code for AWS Lambda. A profile whose platform is not known is accepted. */
export const LAMBDA_PUBLISHER: Kind = (scope, property, value) => {
  SIGNING_PROFILE(scope, property, value);
  const { platform, node } = value as ISigningProfile;
  if (!rulesOf(platform) || platform?.platformId === Platform.AWS_LAMBDA_SHA384_ECDSA.platformId) return;
  throw new ValidationError(
    scope,
    `"${property}" must be of the platform "${Platform.AWS_LAMBDA_SHA384_ECDSA.platformId}", whose signatures AWS Lambda ` +
      `knows, received "${node.path}", which is of "${platform?.platformId}"`,
  );
};
