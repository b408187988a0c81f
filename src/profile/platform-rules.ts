import { Platform } from "./platform";

/** What AWS Signer allows on a platform. Measured by a third party, unless a page is linked. */
export interface PlatformRules {
  /**
   * `required`: "signing material cannot be null."; `refused`: "Signing material should not be present when using …".
   */
  readonly signingMaterial: "required" | "refused";
  /** "Signing parameters should not be present when using AWSLambda-SHA384-ECDSA platform" */
  readonly refusesSigningParameters?: boolean;
  /** "Action … not supported for platform …. Action must be one of …" */
  readonly permissionActions: readonly string[];
  /**
   * Whether `StartSigningJob` works.
   *
   * @see https://docs.aws.amazon.com/signer/latest/developerguide/container-workflow.html
   */
  readonly signingJobs: boolean;
  /**
   * Whether signatures can be revoked.
   *
   * @see https://docs.aws.amazon.com/signer/latest/developerguide/revocation.html
   */
  readonly revocable: boolean;
  /**
   * Whether other accounts can sign.
   *
   * @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html
   */
  readonly crossAccount: boolean;
}

const CERTIFICATE_PLATFORM: PlatformRules = {
  signingMaterial: "required",
  // Not here: `SignPayload`, which accepts payloads of the Notary Project only, and `RevokeSignature`, because
  // signatures of these platforms cannot be revoked. Whether AWS Signer accepts the two actions below is unknown.
  // @see https://docs.aws.amazon.com/signer/latest/api/API_SignPayload.html
  permissionActions: ["signer:StartSigningJob", "signer:GetSigningProfile"],
  signingJobs: true,
  revocable: false,
  crossAccount: false,
};

const RULES: Readonly<Record<string, PlatformRules>> = {
  [Platform.AWS_LAMBDA_SHA384_ECDSA.platformId]: {
    signingMaterial: "refused",
    refusesSigningParameters: true,
    permissionActions: ["signer:StartSigningJob", "signer:GetSigningProfile", "signer:RevokeSignature"],
    signingJobs: true,
    revocable: true,
    crossAccount: true,
  },
  [Platform.NOTATION_OCI_SHA384_ECDSA.platformId]: {
    signingMaterial: "refused",
    permissionActions: ["signer:SignPayload", "signer:GetSigningProfile", "signer:RevokeSignature"],
    signingJobs: false,
    revocable: true,
    crossAccount: true,
  },
  [Platform.AWS_IOT_DEVICE_MANAGEMENT_SHA256_ECDSA.platformId]: CERTIFICATE_PLATFORM,
  [Platform.AMAZON_FREE_RTOS_DEFAULT.platformId]: CERTIFICATE_PLATFORM,
  [Platform.AMAZON_FREE_RTOS_TI_CC3220SF.platformId]: CERTIFICATE_PLATFORM,
};

/** The rules of a platform, or `undefined` for a platform that the library does not know. */
export function rulesOf(platform: Platform | undefined): PlatformRules | undefined {
  return platform && RULES[platform.platformId];
}
