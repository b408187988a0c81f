/** A request to one of the sandbox's own services, already authenticated. */
export interface AwsRequest {
  readonly method: string;
  /** Path as it came over the wire: percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly region: string;
  readonly caller: Caller;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** Who signed a request, as the sandbox's STS knows them. */
export interface Caller {
  readonly accountId: string;
  /** Principal ARN, such as `arn:aws:sts::111111111111:assumed-role/name/session`. */
  readonly arn: string;
  /** The IAM role or user whose policies decide. Absent for the account's root, which may do everything. */
  readonly policySourceArn?: string;
  readonly credentials: CallerCredentials;
}

export interface CallerCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
