import { ArchiveError, IntegrityError, NotSignedError, UntrustedError, verifySignedZip } from "../../signature";
import type { VerifiedSignature } from "../../signature";
import { invalidParameter, userError } from "../lambda-error";
import type { CodeSigningConfig } from "./code-signing-configs";

/** What decides whether a signature is trusted. */
export interface Trust {
  readonly rootPem: string;
  readonly isRevoked: (jobArn: string, profileVersionArn: string, signedAt: Date) => boolean;
}

/**
 * Checks a deployment package as Lambda does for a function with a code signing config. A signature that does not match
 * the content blocks the deployment under every policy. Everything else blocks it only under `Enforce`.
 *
 * @returns the signature, if there is one that leads to the trusted root
 * @throws AwsError 400
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
 */
export async function verifyDeployment(
  zip: Buffer,
  config: CodeSigningConfig,
  functionName: string,
  trust: Trust,
): Promise<VerifiedSignature | undefined> {
  const { signature, distrust } = await judge(zip, config, functionName, trust);
  if (distrust && config.CodeSigningPolicies.UntrustedArtifactOnDeployment === "Enforce") {
    // The first two sentences are Lambda's own (aws/aws-cdk#29474), which do not say what is wrong.
    throw userError(
      400,
      "CodeVerificationFailedException",
      "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is " +
        `not configured to accept. Check the provided signature for ${functionName}. (${distrust}; ` +
        `${config.CodeSigningConfigArn} enforces signatures.)`,
    );
  }
  return signature;
}

interface Judgement {
  readonly signature?: VerifiedSignature;
  /** Why the signature is not trusted. */
  readonly distrust?: string;
}

async function judge(zip: Buffer, config: CodeSigningConfig, functionName: string, trust: Trust): Promise<Judgement> {
  try {
    const signature = await verifySignedZip(zip, trust.rootPem);
    return { signature, distrust: distrustOf(signature, config, trust) };
  } catch (error) {
    if (error instanceof NotSignedError || error instanceof UntrustedError) return { distrust: error.message };
    if (error instanceof IntegrityError) {
      const message = `The code signature of ${functionName} failed the integrity check: ${error.message}. Lambda blocks the deployment under every code signing policy.`;
      throw userError(400, "InvalidCodeSignatureException", message);
    }
    if (error instanceof ArchiveError) {
      throw invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
    }
    throw error;
  }
}

function distrustOf(signature: VerifiedSignature, config: CodeSigningConfig, trust: Trust): string | undefined {
  const { jobArn, profileVersionArn, signedAt, expiresAt } = signature;
  if (!config.AllowedPublishers.SigningProfileVersionArns.includes(profileVersionArn)) {
    return `it is signed by ${profileVersionArn}, which is not among the allowed publishers`;
  }
  if (expiresAt < new Date()) return `its signature expired at ${expiresAt.toISOString()}`;
  if (trust.isRevoked(jobArn, profileVersionArn, signedAt)) return `its signature by ${jobArn} has been revoked`;
  return undefined;
}
