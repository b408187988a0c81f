import type { ImageSignature, ImageSignatureAlgorithm } from "../signature";
import { isEllipticCurve } from "./platforms";
import type { SigningProfile, SourceObject } from "./state";

const NOTE = "Test signature: made with a key of the sandbox, not with the key of the profile's certificate.";

export function imageAlgorithmOf(profile: SigningProfile): ImageSignatureAlgorithm {
  return isEllipticCurve(profile.platform) ? "SHA256withECDSA" : "SHA1withRSA";
}

/**
 * The signed object of the IoT and FreeRTOS platforms: one compact JSON document.
 *
 * The detached form was measured by a third party on AWS IoT Device Management. That the embedded form carries the
 * image in base64 under `payload` is an assumption. `testSignature` does not exist in AWS's documents.
 */
export function imageDocument(
  profile: SigningProfile,
  source: SourceObject,
  image: Buffer,
  { signature, publicKey }: ImageSignature,
): Buffer {
  const embedded = profile.platform.signingImageFormat?.defaultFormat === "JSONEmbedded";
  const { bucketName, key, version } = source;
  return Buffer.from(
    JSON.stringify({
      rawPayloadSize: image.length,
      signature: signature.toString("base64"),
      signatureAlgorithm: imageAlgorithmOf(profile),
      ...(embedded ? { payload: image.toString("base64") } : { payloadLocation: { s3: { bucketName, key, version } } }),
      testSignature: { note: NOTE, publicKey },
    }),
  );
}
