/**
 * What a profile permission allows.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_AddProfilePermission.html
 */
export enum ProfilePermissionAction {
  /** Start signing jobs with the profile. Not on the Notation platform, which has none. For the IoT and FreeRTOS platforms AWS documents no sharing. */
  START_SIGNING_JOB = "signer:StartSigningJob",
  /** Read the profile. */
  GET_SIGNING_PROFILE = "signer:GetSigningProfile",
  /** Revoke signatures that were made with the profile. On the Lambda and Notation platforms only. */
  REVOKE_SIGNATURE = "signer:RevokeSignature",
  /** Sign container images with the profile. On the Notation platform only. */
  SIGN_PAYLOAD = "signer:SignPayload",
}
