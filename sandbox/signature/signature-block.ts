import { createHash, createPublicKey, sign, verify } from "node:crypto";
import { OctetString } from "asn1js";
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from "pkijs";
import { ecdsaWithSha384, fromPem, Identity, toPem } from "./certificates";
import { IntegrityError } from "./errors";
import { OID } from "./object-identifiers";
import { fromAttributes, messageDigestOf, SignatureClaims, toAttributes, toSignedBytes } from "./signed-attributes";

const PEM_LABEL = "PKCS7";

/** What a signature block proves, before trust is decided. */
export interface OpenedSignature {
  readonly claims: SignatureClaims;
  readonly signer: Certificate;
  readonly certificates: readonly Certificate[];
}

/**
 * The text of a signature file: CMS SignedData over a detached content digest.
 *
 * AWS writes the envelope in BER with indefinite lengths, and this sandbox in DER. Readers of CMS accept both.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5652
 */
export function createSignatureBlock(
  digest: Buffer,
  claims: SignatureClaims,
  signer: Identity,
  issuers: readonly Certificate[],
): string {
  const attributes = toAttributes(claims, sha384(digest));
  const signature = sign("sha384", toSignedBytes(attributes), signer.privateKey);
  const signedData = new SignedData({
    version: 1,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: OID.sha384 })],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [signer.certificate, ...issuers],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: signer.certificate.issuer,
          serialNumber: signer.certificate.serialNumber,
        }),
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: OID.sha384 }),
        signatureAlgorithm: ecdsaWithSha384(),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
        signature: new OctetString({ valueHex: new Uint8Array(signature).buffer }),
      }),
    ],
  });
  const contentInfo = new ContentInfo({ contentType: OID.signedData, content: signedData.toSchema(true) });
  return toPem(PEM_LABEL, contentInfo.toSchema().toBER());
}

/** @throws IntegrityError if the block is damaged or was made for another digest. */
export function openSignatureBlock(text: string, digest: Buffer): OpenedSignature {
  const signedData = parse(text);
  const [signerInfo] = signedData.signerInfos;
  const attributes = signerInfo?.signedAttrs;
  if (signedData.signerInfos.length !== 1 || attributes === undefined) {
    throw new IntegrityError("the signature must have exactly one signer and signed attributes");
  }
  if (
    signerInfo.digestAlgorithm.algorithmId !== OID.sha384 ||
    signerInfo.signatureAlgorithm.algorithmId !== OID.ecdsaWithSha384
  ) {
    throw new IntegrityError("the signature is not made with ECDSA on SHA-384");
  }
  const certificates = (signedData.certificates ?? []).filter((each) => each instanceof Certificate);
  const signer = certificates.find((each) => isSigner(each, signerInfo));
  if (signer === undefined) throw new IntegrityError("the signature does not contain its signer's certificate");

  const publicKey = createPublicKey({
    key: Buffer.from(signer.subjectPublicKeyInfo.toSchema().toBER()),
    format: "der",
    type: "spki",
  });
  const signature = Buffer.from(signerInfo.signature.getValue());
  if (!verify("sha384", Buffer.from(attributes.encodedValue), publicKey, signature)) {
    throw new IntegrityError("the signature value does not match the signed attributes");
  }
  if (messageDigestOf(attributes.attributes)?.equals(sha384(digest)) !== true) {
    throw new IntegrityError("the content of the archive is not the content that was signed");
  }
  const claims = fromAttributes(attributes.attributes);
  if (claims === undefined) throw new IntegrityError("the signature does not name its job, profile and times");
  return { claims, signer, certificates };
}

function parse(text: string): SignedData {
  const der = fromPem(PEM_LABEL, text);
  if (der === undefined) throw new IntegrityError(`the signature file holds no ${PEM_LABEL} block`);
  try {
    const contentInfo = ContentInfo.fromBER(new Uint8Array(der));
    return new SignedData({ schema: contentInfo.content });
  } catch {
    throw new IntegrityError("the signature file contains no CMS signature");
  }
}

function isSigner(certificate: Certificate, signerInfo: SignerInfo): boolean {
  return (
    signerInfo.sid instanceof IssuerAndSerialNumber &&
    signerInfo.sid.issuer.isEqual(certificate.issuer) &&
    signerInfo.sid.serialNumber.isEqual(certificate.serialNumber)
  );
}

function sha384(data: Buffer): Buffer {
  return createHash("sha384").update(data).digest();
}
