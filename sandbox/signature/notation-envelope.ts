import { sign } from "node:crypto";
import type { Certificate } from "pkijs";
import type { Identity } from "./certificates";
import type { SignatureClaims } from "./signed-attributes";

/** AWS Signer signs no other kind of payload. */
export const NOTATION_PAYLOAD = "application/vnd.cncf.notary.payload.v1+json";

/**
 * A signature of the Notary Project: a JWS in JSON, with the chain of certificates beside it.
 *
 * That AWS names its plugin as the one to verify with is an assumption. Without that name, Notation would ignore the
 * attributes that lead to the signing job and the profile.
 *
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-envelope-jws.md
 */
export function createNotationEnvelope(
  payload: Buffer,
  claims: SignatureClaims,
  signer: Identity,
  issuers: readonly Certificate[],
): Buffer {
  const critical = {
    "io.cncf.notary.signingScheme": "notary.x509.signingAuthority",
    "io.cncf.notary.authenticSigningTime": wholeSeconds(claims.signedAt),
    "io.cncf.notary.expiry": wholeSeconds(claims.expiresAt),
    "io.cncf.notary.verificationPlugin": "com.amazonaws.signer.notation.plugin",
    "com.amazonaws.signer.signingJob": claims.jobArn,
    "com.amazonaws.signer.signingProfileVersion": claims.profileVersionArn,
  };
  const headers = { alg: "ES384", cty: NOTATION_PAYLOAD, crit: Object.keys(critical), ...critical };
  const protectedHeaders = Buffer.from(JSON.stringify(headers)).toString("base64url");
  const encodedPayload = payload.toString("base64url");
  const signature = sign("sha384", Buffer.from(`${protectedHeaders}.${encodedPayload}`), {
    key: signer.privateKey,
    dsaEncoding: "ieee-p1363",
  });
  const x5c = [signer.certificate, ...issuers].map((each) => Buffer.from(each.toSchema().toBER()).toString("base64"));
  return Buffer.from(
    JSON.stringify({
      payload: encodedPayload,
      protected: protectedHeaders,
      header: { "io.cncf.notary.signingAgent": "aws-signer-sandbox", x5c },
      signature: signature.toString("base64url"),
    }),
  );
}

/** RFC 3339, without fractions of a second. */
function wholeSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}
