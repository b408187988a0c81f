import * as fc from "fast-check";

/** Texts with a special meaning in the Terraform language, JSON, IAM, Amazon S3 or cdktf, alone and in combination. */
const MEANINGFUL = [
  ..."$%{}\"\\'`*?[]()<>&#/~=:,.|@!^;-_ \n\r\t\u0000\u0007\u001b\u007f\u0085\u00a0\u2028\u2029\ufeff",
  ..."${ %{ $${ %%{ $$${ %%%{ ${} %{~ ~} ${*} ${?} ${$} $$ %% <<EOT \r\n // /* \\u0024 \\n \\${ null true".split(" "),
  ..."${var.x} %{if(true)} aws_s3_object.x.key jsonencode( self.id each.key count.index".split(" "),
  ..."1e5 -1.5e+300 __proto__ constructor toString é e\u0301 日本 ᄀ\u1161 😀 \u{10ffff} ﬁ Å".split(" "),
];

const text = fc
  .oneof(
    { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...MEANINGFUL), maxLength: 8 }) },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
  )
  .map(composed);

const long = fc
  .tuple(text, fc.integer({ min: 2, max: 1024 }))
  .map(([unit, length]) => composed(unit.repeat(Math.ceil(length / Math.max(1, unit.length)))));

/** Any text that Terraform does not change, of some bytes in UTF-8: mostly short ones, and some of the maximum length. */
export function plainTexts(minBytes: number, maxBytes: number): fc.Arbitrary<string> {
  return fc
    .oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: long })
    .map((value) => fitted(value, maxBytes))
    .filter((value) => Buffer.byteLength(value) >= minBytes);
}

function composed(value: string): string {
  return value.normalize("NFC");
}

/** As many of the first characters as fit. */
function fitted(value: string, maxBytes: number): string {
  let bytes = 0;
  const characters = [...value];
  const end = characters.findIndex((character) => (bytes += Buffer.byteLength(character)) > maxBytes);
  return end === -1 ? value : characters.slice(0, end).join("");
}

export const bucketName = fc.oneof(
  fc.constantFrom("packages", "signed-packages"),
  fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  fc.constant("My_Old.Bucket"),
);
export const objectKey = fc.oneof(
  { weight: 3, arbitrary: plainTexts(1, 1024) },
  { weight: 1, arbitrary: plainTexts(0, 900).map((end) => `services/${end}.zip`.normalize("NFC")) },
);
/** A key that the AWS provider stores an object under unchanged. */
export const storableKey = objectKey.filter((key) => key.split("/").every((part) => !["", ".", ".."].includes(part)));
export const keyPrefix = fc.oneof(fc.constantFrom("", "signed/"), plainTexts(0, 984));
export const objectVersion = fc.oneof(fc.constant("null"), plainTexts(1, 1024));
export const profileName = fc.stringMatching(/^[A-Za-z0-9_]{2,64}$/);
export const profileVersion = fc.stringMatching(/^[A-Za-z0-9]{10}$/);
export const accountId = fc.stringMatching(/^[0-9]{12}$/);
export const functionName = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
export const kmsKeyArn = fc.uuid().map((id) => `arn:aws:kms:eu-west-1:111111111111:key/${id}`);
export const jobId = fc.oneof(fc.uuid(), plainTexts(1, 200));
export const revocationReason = plainTexts(1, 500);
/** `__proto__` is refused. */
export const anyName = fc
  .oneof(plainTexts(1, 40), fc.constantFrom("//", "dynamic", "for_each", "id", "input"))
  .filter((value) => value !== "__proto__");
export const triggerName = fc.oneof({ weight: 9, arbitrary: anyName }, fc.constant(""));
export const triggerValue = plainTexts(0, 3000);

/** The id of a construct cannot contain white space. */
export const constructId = plainTexts(0, 60).map((value) => value.replace(/\s/g, ""));
