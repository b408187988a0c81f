import { X509Certificate } from "node:crypto";
import { BackendClient, rootOf } from "../backend/backend-client";
import type { CertificateStore } from "../signer/ports";

/** The backend's ACM. */
export class BackendCertificateStore implements CertificateStore {
  constructor(private readonly backend: BackendClient) {}

  public async status(accountId: string, region: string, certificateArn: string): Promise<string | undefined> {
    const answer = await this.ask<{ Certificate?: { Status?: string } }>(
      "DescribeCertificate",
      accountId,
      region,
      certificateArn,
    );
    return answer?.Certificate?.Status;
  }

  public async keyType(accountId: string, region: string, certificateArn: string): Promise<string | undefined> {
    const answer = await this.ask<{ Certificate?: string }>("GetCertificate", accountId, region, certificateArn);
    try {
      return new X509Certificate(answer?.Certificate ?? "").publicKey.asymmetricKeyType;
    } catch {
      return undefined; // the backend makes up the text of certificates that it issues itself
    }
  }

  /** @returns `undefined` if there is no such certificate */
  private async ask<Answer>(
    operation: string,
    accountId: string,
    region: string,
    certificateArn: string,
  ): Promise<Answer | undefined> {
    const response = await this.backend.send({
      service: "acm",
      region,
      credentials: rootOf(accountId),
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `CertificateManager.${operation}`,
      },
      body: JSON.stringify({ CertificateArn: certificateArn }),
    });
    return response.status < 300 ? (JSON.parse(response.body.toString("utf8")) as Answer) : undefined;
  }
}
