import { X509Certificate } from "node:crypto";
import { Certificate } from "pkijs";
import { IntegrityError, NotSignedError, UntrustedError } from "./errors";
import { OID } from "./object-identifiers";
import { openSignatureBlock } from "./signature-block";
import { contentDigest, isSignatureFile } from "./signature-file";
import { SignatureClaims } from "./signed-attributes";
import { ZipArchive } from "./zip-archive";

/** What a signed archive states, after content, signature and signer have been verified. */
export type VerifiedSignature = SignatureClaims;

/**
 * Checks a signed deployment package the way AWS Lambda does on deployment.
 *
 * Expiry and revocation are not checked here: the policy of the code signing config decides about them.
 *
 * @throws ArchiveError if the bytes are not a zip archive.
 * @throws NotSignedError | IntegrityError | UntrustedError
 */
export async function verifySignedZip(zip: Buffer, trustedRootPem: string): Promise<VerifiedSignature> {
  const archive = ZipArchive.parse(zip);
  const signatureFiles = archive.entries.filter((entry) => isSignatureFile(entry.name));
  if (signatureFiles.length === 0) throw new NotSignedError();
  if (signatureFiles.length > 1) throw new IntegrityError("the archive has more than one signature");

  const block = await archive.read(signatureFiles[0]);
  const { claims, signer } = openSignatureBlock(block.toString(), await contentDigest(archive));
  requireTrust(signer, new X509Certificate(trustedRootPem), claims.signedAt);
  return claims;
}

function requireTrust(signer: Certificate, root: X509Certificate, signedAt: Date): void {
  const leaf = new X509Certificate(Buffer.from(signer.toSchema().toBER()));
  if (!leaf.checkIssued(root) || !leaf.verify(root.publicKey)) {
    throw new UntrustedError(`the signer "${oneLine(leaf.subject)}" was not certified by "${oneLine(root.subject)}"`);
  }
  // `keyUsage` is Node's name for the extended key usage.
  if (!(leaf.keyUsage ?? []).includes(OID.codeSigning)) {
    throw new UntrustedError(`the certificate of "${oneLine(leaf.subject)}" is not for code signing`);
  }
  if (signedAt < new Date(leaf.validFrom) || signedAt > new Date(leaf.validTo)) {
    throw new UntrustedError(`the certificate of "${oneLine(leaf.subject)}" was not valid when the archive was signed`);
  }
}

function oneLine(subject: string): string {
  return subject.replace(/\n/g, ", ");
}
