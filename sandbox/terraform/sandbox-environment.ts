/** Any 12-digit access key is the root of the account with that number. */
export const DEFAULT_ACCOUNT_ID = "111111111111";
export const DEFAULT_REGION = "us-east-1";

/** Environment variables that make the AWS provider, the SDKs and the CLI talk to the sandbox. */
export function sandboxEnvironment(
  url: string,
  accountId: string = DEFAULT_ACCOUNT_ID,
  region: string = DEFAULT_REGION,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // GetRevocationStatus would go to the host data-127.0.0.1.
    AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
    // Without these, clients would use the credentials of the machine or of a profile.
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
