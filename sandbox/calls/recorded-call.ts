/** What a request is about, according to its service, path and body. */
export interface RequestSubject {
  /** Signing name of the service, such as `signer`, `lambda`, `s3`. */
  readonly service: string;
  /** Name of the API operation. Known for Signer and Lambda only. */
  readonly operation?: string;
  readonly accountId?: string;
  readonly profileName?: string;
  /** Bucket of a signing job's source. */
  readonly bucketName?: string;
  /** Key of a signing job's source. */
  readonly key?: string;
  readonly version?: string;
  readonly jobId?: string;
  readonly clientRequestToken?: string;
  readonly functionName?: string;
}

/** A request that the sandbox has answered or dropped. */
export interface RecordedCall extends RequestSubject {
  /** When it arrived, in RFC 3339. */
  readonly time: string;
  readonly durationMs: number;
  readonly region?: string;
  readonly principalArn?: string;
  /** HTTP status of the answer; absent if the connection was dropped instead. */
  readonly status?: number;
  readonly errorCode?: string;
  /** `Unhandled` if an invoked function failed. */
  readonly functionError?: string;
}
