import type { ServerResponse } from "node:http";
import type { AwsResponse } from "../http/aws-request";

export function writeAnswer(response: ServerResponse, answer: AwsResponse): void {
  const body = Buffer.from(answer.body);
  const length = answer.status === 204 ? undefined : { "content-length": String(body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length }).end(body);
}
