import { AwsError } from "../http/aws-error";

/** An error of Lambda that its caller is to mend. */
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

/** Every error of Lambda says whose fault it is. */
export function withType({ status, code, message, members }: AwsError): AwsError {
  return new AwsError(status, code, message, { Type: status < 500 ? "User" : "Service", ...members });
}
