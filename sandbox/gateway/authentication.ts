import type { CallerIdentity } from "./caller-identity";
import type { CredentialBook } from "./credential-book";
import { verifySignature, type SignedContent } from "./signature-verification";
import type { RequestSignature } from "./signed-request";
import { AwsError } from "../http/aws-error";
import type { Caller } from "../http/aws-request";

/** Identifies the sender of a request to one of the sandbox's services, and refuses a wrong signature. */
export class Authentication {
  constructor(
    private readonly credentials: CredentialBook,
    private readonly identity: CallerIdentity,
  ) {}

  /** @throws AwsError */
  public async callerOf(content: SignedContent, signature: RequestSignature): Promise<Caller> {
    const { accessKeyId, sessionToken } = signature;
    const secretAccessKey = this.credentials.secretOf(accessKeyId);
    if (secretAccessKey === undefined) {
      throw new AwsError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    verifySignature(content, signature, secretAccessKey, new Date());
    return this.identity.of({ accessKeyId, secretAccessKey, sessionToken });
  }
}
