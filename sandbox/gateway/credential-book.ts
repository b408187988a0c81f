import { rootOf } from "../backend/backend-client";
import { elementText } from "../backend/xml";

interface IssuedKey {
  readonly secretAccessKey: string;
  readonly accountId?: string;
}

/**
 * The secrets of access keys: of every account's root, which are known beforehand, and of those that were issued
 * through the sandbox. The backend decides whether a key is still valid, and whose it is.
 */
export class CredentialBook {
  private readonly issued = new Map<string, IssuedKey>();

  public secretOf(accessKeyId: string): string | undefined {
    return isRootKey(accessKeyId) ? rootOf(accessKeyId).secretAccessKey : this.issued.get(accessKeyId)?.secretAccessKey;
  }

  public accountOf(accessKeyId: string): string | undefined {
    return isRootKey(accessKeyId) ? accessKeyId : this.issued.get(accessKeyId)?.accountId;
  }

  /**
   * Remembers the credentials in an answer of STS or IAM (such as `AssumeRole` or `CreateAccessKey`).
   *
   * @param requesterAccountId owner of the credentials if the answer names no other account
   */
  public learnFrom(answer: string, requesterAccountId?: string): void {
    const field = (name: string) => elementText(answer, name) ?? jsonText(answer, name);
    const accessKeyId = field("AccessKeyId");
    const secretAccessKey = field("SecretAccessKey");
    if (!accessKeyId || !secretAccessKey) return;
    const accountId = field("Arn")?.split(":")[4] ?? requesterAccountId;
    this.issued.set(accessKeyId, { secretAccessKey, accountId });
  }

  public snapshot(): ReadonlyMap<string, IssuedKey> {
    return this.issued;
  }

  public restore(snapshot: ReadonlyMap<string, IssuedKey>): void {
    snapshot.forEach((key, id) => this.issued.set(id, key));
  }

  public forgetAll(): void {
    this.issued.clear();
  }
}

/** An account's id is the access key of its root. */
export function isRootKey(accessKeyId: string): boolean {
  return /^\d{12}$/.test(accessKeyId);
}

function jsonText(json: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]*)"`).exec(json)?.[1];
}
