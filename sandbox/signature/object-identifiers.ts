/** @see https://www.rfc-editor.org/rfc/rfc5652 and https://www.rfc-editor.org/rfc/rfc5480 */
export const OID = {
  signedData: "1.2.840.113549.1.7.2",
  data: "1.2.840.113549.1.7.1",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  algorithmProtection: "1.2.840.113549.1.9.52",
  sha384: "2.16.840.1.101.3.4.2.2",
  ecdsaWithSha384: "1.2.840.10045.4.3.3",
  commonName: "2.5.4.3",
  basicConstraints: "2.5.29.19",
  keyUsage: "2.5.29.15",
  extendedKeyUsage: "2.5.29.37",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  /** AWS Signer's own signed attributes, measured by a third party. */
  jobArn: "1.3.187.137.1.2",
  signatureExpiresAt: "1.3.187.137.1.3",
  profileVersionArn: "1.3.187.137.1.4",
} as const;
