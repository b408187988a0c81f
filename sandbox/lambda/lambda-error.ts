import { AwsError } from "../http/aws-error";

/** An error of Lambda that its caller can correct. */
export function userError(
  status: number,
  code: string,
  message: string,
  members: Record<string, string> = {},
): AwsError {
  return new AwsError(status, code, message, { Type: "User", ...members });
}

export function invalidParameter(message: string): AwsError {
  return userError(400, "InvalidParameterValueException", message);
}

/** Every error of Lambda has the type `User` or `Service`. */
export function withType({ status, code, message, members }: AwsError): AwsError {
  return new AwsError(status, code, message, { Type: status < 500 ? "User" : "Service", ...members });
}
