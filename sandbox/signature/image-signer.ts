import { createPublicKey, generateKeyPairSync, KeyObject, sign } from "node:crypto";

/** Names as AWS Signer writes them into the signed document. */
export type ImageSignatureAlgorithm = "SHA256withECDSA" | "SHA1withRSA";

export interface ImageSignature {
  readonly signature: Buffer;
  /** PEM of the key that verifies the signature. */
  readonly publicKey: string;
}

/**
 * Signs images for IoT devices with keys of its own.
 *
 * AWS Signer uses the private key of the profile's ACM certificate, and ACM never exports that key, so a
 * device that trusts the certificate does not accept these signatures.
 */
export class ImageSigner {
  private readonly keys = new Map<ImageSignatureAlgorithm, KeyObject>();

  public sign(image: Buffer, algorithm: ImageSignatureAlgorithm): ImageSignature {
    const key = this.keyFor(algorithm);
    return {
      signature: sign(algorithm === "SHA1withRSA" ? "sha1" : "sha256", image, key),
      publicKey: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
    };
  }

  private keyFor(algorithm: ImageSignatureAlgorithm): KeyObject {
    const existing = this.keys.get(algorithm);
    if (existing !== undefined) return existing;
    const { privateKey } =
      algorithm === "SHA1withRSA"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.keys.set(algorithm, privateKey);
    return privateKey;
  }
}
