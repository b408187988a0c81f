import { createPublicKey, generateKeyPairSync, KeyObject, randomBytes, sign } from "node:crypto";
import { BitString, Integer, Utf8String } from "asn1js";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  PublicKeyInfo,
  RelativeDistinguishedNames,
  Time,
  TimeType,
} from "pkijs";
import { OID } from "./object-identifiers";

/** A certificate with its private key. */
export interface Identity {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
}

/** The name shows that the certificate is only for tests. */
const ROOT_NAME = "Code signing sandbox test root CA";
const LEAF_NAME = "Code signing sandbox test signer";

/** KeyUsage bits, from the left. @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3 */
const DIGITAL_SIGNATURE = { bits: 0b1000_0000, unusedBits: 7 };
const CERTIFICATE_AND_CRL_SIGNING = { bits: 0b0000_0110, unusedBits: 1 };

/** Self-signed on P-384 and valid for 100 years, as the root that AWS Signer uses for Lambda in us-east-1. */
export function createRoot(now: Date): Identity {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const subject = distinguishedName(ROOT_NAME);
  const certificate = issue(privateKey, subject, privateKey, subject, now, yearsAfter(now, 100), [
    extension(OID.basicConstraints, new BasicConstraints({ cA: true }).toSchema().toBER(), true),
    keyUsage(CERTIFICATE_AND_CRL_SIGNING),
  ]);
  return { certificate, privateKey };
}

/** The signer of one profile version. */
export function createLeaf(root: Identity, now: Date): Identity {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const extensions = [
    keyUsage(DIGITAL_SIGNATURE),
    extension(OID.extendedKeyUsage, new ExtKeyUsage({ keyPurposes: [OID.codeSigning] }).toSchema().toBER(), false),
  ];
  const subject = distinguishedName(`${LEAF_NAME} ${randomBytes(4).toString("hex")}`);
  const expiresAt = root.certificate.notAfter.value;
  return {
    certificate: issue(root.privateKey, root.certificate.subject, privateKey, subject, now, expiresAt, extensions),
    privateKey,
  };
}

export function ecdsaWithSha384(): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithmId: OID.ecdsaWithSha384 });
}

export function toPem(label: string, der: ArrayBuffer | Buffer): string {
  const lines =
    Buffer.from(der as ArrayBuffer)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** The bytes of the only PEM block in a text, or `undefined` if it is not exactly one block of that label. */
export function fromPem(label: string, text: string): Buffer | undefined {
  const block = new RegExp(`^\\s*-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----\\s*$`).exec(text);
  return block === null ? undefined : Buffer.from(block[1], "base64");
}

function issue(
  issuerKey: KeyObject,
  issuer: RelativeDistinguishedNames,
  subjectKey: KeyObject,
  subject: RelativeDistinguishedNames,
  notBefore: Date,
  notAfter: Date,
  extensions: Extension[],
): Certificate {
  const subjectPublicKey = createPublicKey(subjectKey).export({ type: "spki", format: "der" });
  const certificate = new Certificate({
    version: 2,
    serialNumber: positiveInteger(16),
    issuer,
    subject,
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(new Uint8Array(subjectPublicKey)),
    signature: ecdsaWithSha384(),
    signatureAlgorithm: ecdsaWithSha384(),
    extensions,
  });
  const toBeSigned = certificate.encodeTBS().toBER();
  certificate.tbsView = new Uint8Array(toBeSigned);
  certificate.signatureValue = new BitString({
    valueHex: new Uint8Array(sign("sha384", Buffer.from(toBeSigned), issuerKey)).buffer,
  });
  return Certificate.fromBER(certificate.toSchema().toBER());
}

function distinguishedName(commonName: string): RelativeDistinguishedNames {
  return new RelativeDistinguishedNames({
    typesAndValues: [new AttributeTypeAndValue({ type: OID.commonName, value: new Utf8String({ value: commonName }) })],
  });
}

/** Whole seconds, and the two-digit year form until 2049. @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5 */
function time(date: Date): Time {
  const value = new Date(date);
  value.setUTCMilliseconds(0);
  return new Time({ type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime, value });
}

function keyUsage({ bits, unusedBits }: { bits: number; unusedBits: number }): Extension {
  return extension(OID.keyUsage, new BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits }).toBER(), true);
}

function extension(extnID: string, value: ArrayBuffer, critical: boolean): Extension {
  return new Extension({ extnID, critical, extnValue: value });
}

function positiveInteger(bytes: number): Integer {
  const value = randomBytes(bytes);
  value[0] = 0x40 + (value[0] % 0x40);
  return new Integer({ valueHex: new Uint8Array(value).buffer });
}

function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}
