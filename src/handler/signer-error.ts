export type SignerOperation = "StartSigningJob" | "DescribeSigningJob" | "RevokeSignature";

/** One request to AWS Signer that failed: what is known of it, free of any SDK. */
export class SignerError extends Error {
  constructor(
    public readonly operation: SignerOperation,
    /** AWS's error code or Node's, such as `ThrottlingException` or `ECONNRESET`. */
    public readonly code: string,
    message: string,
    /** `null` if no answer arrived. */
    public readonly httpStatus: number | null,
  ) {
    super(message);
    this.name = "SignerError";
  }

  /** Code and message as they are quoted to a user. */
  public get quote(): string {
    return this.message === "" ? this.code : `${this.code}: ${this.message}`;
  }
}
