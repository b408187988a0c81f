import type { AwsRequest, AwsResponse } from "../http/aws-request";

/** A request to a service that the sandbox serves, or accompanies to the backend. */
export interface ServiceCall {
  readonly request: AwsRequest;
  /** Set by a fault: kill the invoked function's process this long after it got the event. */
  readonly killFunctionAfterSeconds?: number;
  /** Lets the backend answer the request, as it came. */
  forward(): Promise<AwsResponse>;
}

export interface OwnService {
  /** @throws AwsError */
  handle(call: ServiceCall): Promise<AwsResponse>;
}
