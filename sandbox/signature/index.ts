export { ArchiveError, IntegrityError, NotSignedError, UntrustedError } from "./errors";
export type { ImageSignature, ImageSignatureAlgorithm } from "./image-signer";
export { SignatureAuthority } from "./signature-authority";
export type { RootPem } from "./signature-authority";
export type { SignatureClaims } from "./signed-attributes";
export { ZipArchive } from "./zip-archive";
export type { ZipEntry } from "./zip-archive";
export { verifySignedZip } from "./verify-signed-zip";
export type { VerifiedSignature } from "./verify-signed-zip";
