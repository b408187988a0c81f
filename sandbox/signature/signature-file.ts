import { createHash } from "node:crypto";
import { ZipArchive } from "./zip-archive";

/**
 * Where the signature is in a Lambda deployment package. The underscore is AWS's: with `META-INF` the signature
 * would not be found.
 *
 * Layout measured by a third party on objects that AWS Signer signed in us-east-1.
 */
export const SIGNATURE_DIRECTORY = "META_INF/";
export const SIGNATURE_FILE = "META_INF/aws_signer_signature_v1.0.SF";

export function isSignatureFile(name: Buffer): boolean {
  return name.toString() === SIGNATURE_FILE;
}

/**
 * What a signature covers: names and uncompressed bodies of all entries but the signature itself, in archive order.
 *
 * Compression, times and modes are not covered, and nothing marks where a name ends and a body begins. Both are
 * properties of AWS's format, not choices of this sandbox.
 */
export async function contentDigest(archive: ZipArchive, appendedNames: readonly string[] = []): Promise<Buffer> {
  const hash = createHash("sha384");
  for (const entry of archive.entries) {
    if (isSignatureFile(entry.name)) continue;
    hash.update(entry.name);
    for await (const piece of archive.content(entry)) hash.update(piece);
  }
  appendedNames.forEach((name) => hash.update(name));
  return hash.digest();
}
