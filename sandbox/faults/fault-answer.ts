import type { RequestEffect } from "./fault";
import type { RequestSubject } from "../calls/recorded-call";
import type { AwsResponse } from "../http/aws-request";

interface ServiceError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const QUERY_SERVICES = ["iam", "sts", "ec2"];

/** The error that a service answers with under a fault, in the form of that service's protocol. */
export function faultAnswer(effect: RequestEffect, subject: RequestSubject, principalArn?: string): AwsResponse {
  const error = serviceError(effect, subject, principalArn);
  if (subject.service === "s3") return xml(error, `<Error>${elements(error)}</Error>`);
  if (QUERY_SERVICES.includes(subject.service)) {
    return xml(error, `<ErrorResponse><Error><Type>Sender</Type>${elements(error)}</Error></ErrorResponse>`);
  }
  const { status, code } = error;
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": code },
    body: JSON.stringify(members(error, subject.service)),
  };
}

/** The members of an error's body, and no others. */
function members({ status, code, message }: ServiceError, service: string): object {
  if (service === "signer") return { message };
  if (service !== "lambda") return { __type: code, message };
  return status < 500 ? { Type: "User", message } : { Type: "Service", Message: message };
}

function serviceError(effect: RequestEffect, subject: RequestSubject, principalArn = "anonymous"): ServiceError {
  const { service } = subject;
  if (effect.type === "serverError") {
    return { status: effect.status, code: internalError(service), message: "Injected by a fault of the sandbox." };
  }
  if (effect.type === "accessDenied") {
    const action = `${service}:${subject.operation ?? "*"}`;
    return {
      status: 403,
      code: ["signer", "lambda"].includes(service) ? "AccessDeniedException" : "AccessDenied",
      message: `User: ${principalArn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    };
  }
  if (service === "s3") return { status: 503, code: "SlowDown", message: "Please reduce your request rate." };
  if (QUERY_SERVICES.includes(service)) return { status: 400, code: "Throttling", message: "Rate exceeded" };
  const restJson = ["signer", "lambda"].includes(service);
  return {
    status: restJson ? 429 : 400,
    code: restJson ? "TooManyRequestsException" : "ThrottlingException",
    message: "Rate exceeded",
  };
}

function internalError(service: string): string {
  const names: Readonly<Record<string, string>> = {
    signer: "InternalServiceErrorException",
    lambda: "ServiceException",
    s3: "InternalError",
  };
  return names[service] ?? "InternalFailure";
}

function elements({ code, message }: ServiceError): string {
  return `<Code>${code}</Code><Message>${message.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</Message>`;
}

function xml({ status }: ServiceError, document: string): AwsResponse {
  return { status, headers: { "content-type": "application/xml" }, body: `<?xml version="1.0"?>${document}` };
}
