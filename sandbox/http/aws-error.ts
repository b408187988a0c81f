import type { AwsResponse } from "./aws-request";

/** An error that a service answers with, in the form of AWS's rest-json services. */
export class AwsError extends Error {
  constructor(
    public readonly status: number,
    /** AWS's name of the error, such as `ResourceNotFoundException`. */
    public readonly code: string,
    message: string,
    /** Further members of the body. */
    public readonly members: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "AwsError";
  }

  public toResponse(): AwsResponse {
    return {
      status: this.status,
      headers: { "content-type": "application/json", "x-amzn-errortype": this.code },
      body: JSON.stringify({ message: this.message, ...this.members }),
    };
  }
}

/**
 * The refusal of the authorisation layer in front of a service. It spells `Message` with a capital, unlike the
 * services behind it.
 */
export function accessDenied(principalArn: string, action: string, resourceArn: string): AwsError {
  const message =
    `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resourceArn} ` +
    `because no identity-based policy allows the ${action} action`;
  return new AwsError(403, "AccessDeniedException", message, { Message: message });
}

export function jsonResponse(status: number, body: unknown): AwsResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
