import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { AwsResponse } from "../http/aws-request";

export function writeAnswer(response: ServerResponse, answer: AwsResponse): void {
  const body = Buffer.from(answer.body);
  const length = answer.status === 204 ? undefined : { "content-length": String(body.length) };
  const requestId = { "x-amzn-requestid": randomUUID() };
  response.writeHead(answer.status, { ...requestId, ...answer.headers, ...length }).end(body);
}

/** @param rawHeaders of a backend's answer, names and values in turn */
export function withRequestId(rawHeaders: string[]): string[] {
  const hasOne = rawHeaders.some((name, index) => index % 2 === 0 && name.toLowerCase() === "x-amzn-requestid");
  return hasOne ? rawHeaders : [...rawHeaders, "x-amzn-RequestId", randomUUID()];
}
