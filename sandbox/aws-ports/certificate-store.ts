import { BackendClient, rootOf } from "../backend/backend-client";
import type { CertificateStore } from "../signer/ports";

/** The backend's ACM. */
export class BackendCertificateStore implements CertificateStore {
  constructor(private readonly backend: BackendClient) {}

  public async status(accountId: string, region: string, certificateArn: string): Promise<string | undefined> {
    const response = await this.backend.send({
      service: "acm",
      region,
      credentials: rootOf(accountId),
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "CertificateManager.DescribeCertificate",
      },
      body: JSON.stringify({ CertificateArn: certificateArn }),
    });
    if (response.status >= 300) return undefined;
    const { Certificate } = JSON.parse(response.body.toString("utf8")) as { Certificate?: { Status?: string } };
    return Certificate?.Status;
  }
}
