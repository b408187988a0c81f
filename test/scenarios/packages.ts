import { zipSync } from "fflate";

const MTIME = new Date("2020-01-01T00:00:00");

/** A Lambda package with one file, as base64 for `aws_s3_object.content_base64`. */
export function packageBase64(text: string): string {
  return Buffer.from(zipSync({ "index.mjs": Buffer.from(text) }, { mtime: MTIME })).toString("base64");
}

/** Not a zip, so AWS Signer's job for it fails. */
export const MALFORMED_PACKAGE_BASE64 = Buffer.from("this is not a zip").toString("base64");
