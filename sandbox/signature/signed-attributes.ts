import {
  Constructed,
  GeneralizedTime,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as Asn1Set,
  Utf8String,
} from "asn1js";
import { AlgorithmIdentifier, Attribute } from "pkijs";
import { ecdsaWithSha384 } from "./certificates";
import { OID } from "./object-identifiers";

/** What a signature states. */
export interface SignatureClaims {
  readonly jobArn: string;
  readonly profileVersionArn: string;
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

/** The signed attributes of a signature, in the order that DER requires for a set. */
export function toAttributes(claims: SignatureClaims, messageDigest: Buffer): Attribute[] {
  const attributes = [
    attribute(OID.contentType, new ObjectIdentifier({ value: OID.data })),
    attribute(OID.messageDigest, new OctetString({ valueHex: new Uint8Array(messageDigest).buffer })),
    attribute(OID.signingTime, new GeneralizedTime({ valueDate: claims.signedAt })),
    attribute(OID.jobArn, new Utf8String({ value: claims.jobArn })),
    attribute(OID.signatureExpiresAt, new GeneralizedTime({ valueDate: claims.expiresAt })),
    attribute(OID.profileVersionArn, new Utf8String({ value: claims.profileVersionArn })),
    attribute(OID.algorithmProtection, algorithmProtection()),
  ];
  return attributes.sort((a, b) => Buffer.compare(encode(a), encode(b)));
}

/** The bytes that are signed. @see https://www.rfc-editor.org/rfc/rfc5652#section-5.4 */
export function toSignedBytes(attributes: readonly Attribute[]): Buffer {
  return Buffer.from(new Asn1Set({ value: attributes.map((each) => each.toSchema()) }).toBER());
}

/** `undefined` if an attribute is missing or of another type. */
export function fromAttributes(attributes: readonly Attribute[]): SignatureClaims | undefined {
  const value = (type: string): unknown => attributes.find((each) => each.type === type)?.values[0];
  const jobArn = value(OID.jobArn);
  const profileVersionArn = value(OID.profileVersionArn);
  const signedAt = value(OID.signingTime);
  const expiresAt = value(OID.signatureExpiresAt);
  if (
    !(jobArn instanceof Utf8String) ||
    !(profileVersionArn instanceof Utf8String) ||
    !(signedAt instanceof GeneralizedTime) ||
    !(expiresAt instanceof GeneralizedTime)
  ) {
    return undefined;
  }
  return {
    jobArn: jobArn.valueBlock.value,
    profileVersionArn: profileVersionArn.valueBlock.value,
    signedAt: signedAt.toDate(),
    expiresAt: expiresAt.toDate(),
  };
}

export function messageDigestOf(attributes: readonly Attribute[]): Buffer | undefined {
  const value: unknown = attributes.find((each) => each.type === OID.messageDigest)?.values[0];
  return value instanceof OctetString ? Buffer.from(value.getValue()) : undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc6211 */
function algorithmProtection(): Sequence {
  return new Sequence({
    value: [
      new AlgorithmIdentifier({ algorithmId: OID.sha384 }).toSchema(),
      new Constructed({ idBlock: { tagClass: 3, tagNumber: 1 }, value: ecdsaWithSha384().toSchema().valueBlock.value }),
    ],
  });
}

function attribute(type: string, value: unknown): Attribute {
  return new Attribute({ type, values: [value] });
}

function encode(each: Attribute): Buffer {
  return Buffer.from(each.toSchema().toBER());
}
