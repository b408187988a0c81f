import { join, resolve } from "node:path";
import { BackendClient, rootOf } from "../../sandbox/backend/backend-client";
import { createLeaf, createRoot, toPem } from "../../sandbox/signature/certificates";
import { DEFAULT_REGION } from "../../sandbox/terraform/sandbox-environment";

type Preparation = (sandboxUrl: string, accountId: string) => Promise<Record<string, string>>;

/**
 * The preparation that the README of an example requires before a deployment to the sandbox, as the example's
 * environment variables.
 */
const PREPARATIONS: Readonly<Record<string, Preparation>> = {
  "cross-account": async () => ({
    AWS_SHARED_CREDENTIALS_FILE: join(resolve(__dirname, ".."), "cross-account", "sandbox-accounts"),
    OWNER_PROFILE: "owner",
    INVOKER_PROFILE: "invoker",
  }),
  "iot-image": async (sandboxUrl, accountId) => ({
    CERTIFICATE_ARN: await importCertificate(sandboxUrl, accountId),
  }),
};

/** Environment variables for an example that is deployed to an account of the sandbox. */
export async function prepareExample(
  name: string,
  sandboxUrl: string,
  accountId: string,
): Promise<Record<string, string>> {
  return PREPARATIONS[name]?.(sandboxUrl, accountId) ?? {};
}

/** @see https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html */
async function importCertificate(sandboxUrl: string, accountId: string): Promise<string> {
  const root = createRoot(new Date());
  const { certificate, privateKey } = createLeaf(root, new Date());
  const certificatePem = toPem("CERTIFICATE", certificate.toSchema().toBER());
  const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const acm = new BackendClient(sandboxUrl);
  try {
    const { status, body } = await acm.send({
      service: "acm",
      region: DEFAULT_REGION,
      credentials: rootOf(accountId),
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "CertificateManager.ImportCertificate",
      },
      body: JSON.stringify({ Certificate: base64(certificatePem), PrivateKey: base64(privateKeyPem) }),
    });
    if (status !== 200) {
      throw new Error(`The sandbox did not import a certificate (HTTP ${status}): ${body.toString()}`);
    }
    return (JSON.parse(body.toString("utf8")) as { CertificateArn: string }).CertificateArn;
  } finally {
    acm.close();
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
