import { zipSync, Zippable } from "fflate";
import { rezip, unzip } from "./archive-editing";
import {
  ArchiveError,
  IntegrityError,
  NotSignedError,
  SignatureAuthority,
  UntrustedError,
  verifySignedZip,
} from "../../../sandbox/signature";

const CLAIMS = {
  jobArn: "arn:aws:signer:us-east-1:111111111111:/signing-jobs/5c6cf3bb-0000-4000-8000-000000000000",
  profileVersionArn: "arn:aws:signer:us-east-1:111111111111:/signing-profiles/app/0a1B2c3D4e",
  signedAt: new Date("2026-03-01T12:00:00.250Z"),
  expiresAt: new Date("2037-06-01T12:00:00.250Z"),
};
const SIGNATURE_FILE = "META_INF/aws_signer_signature_v1.0.SF";

const authority = SignatureAuthority.create(new Date("2026-01-01T00:00:00Z"));
const root = authority.exportRoot().certificate;

function archive(files: Zippable): Buffer {
  return Buffer.from(zipSync(files, { mtime: "2024-05-06T07:08:10" }));
}

const CODE = archive({
  "index.js": Buffer.from("exports.handler = async () => 'hello';\n".repeat(40)),
  "lib/": new Uint8Array(0),
  "lib/data.bin": [Buffer.from([0, 1, 2, 3]), { level: 0 }],
  "lib/ünïcode.txt": Buffer.from("text"),
});

describe("a signed archive", () => {
  it("is verified with the claims it was signed with", async () => {
    expect(await verifySignedZip(await authority.signZip(CODE, CLAIMS), root)).toEqual(CLAIMS);
  });

  it("holds the original entries byte for byte, and the signature behind them", async () => {
    const signed = await authority.signZip(CODE, CLAIMS);
    const directory = CODE.readUInt32LE(CODE.length - 6);
    expect(signed.subarray(0, directory).equals(CODE.subarray(0, directory))).toBe(true);
    expect(Object.keys(unzip(signed))).toEqual([...Object.keys(unzip(CODE)), "META_INF/", SIGNATURE_FILE]);
  });

  it("keeps the archive's comment", async () => {
    const comment = Buffer.from("built by hand");
    const commented = Buffer.concat([CODE, comment]);
    commented.writeUInt16LE(comment.length, CODE.length - 2);
    const signed = await authority.signZip(commented, CLAIMS);
    expect(signed.subarray(-comment.length).toString()).toBe("built by hand");
    expect(await verifySignedZip(signed, root)).toEqual(CLAIMS);
  });

  it("has one META_INF directory, also if the code came with one", async () => {
    const signed = await authority.signZip(archive({ "META_INF/": new Uint8Array(0), a: Buffer.from("a") }), CLAIMS);
    expect(Object.keys(unzip(signed))).toEqual(["META_INF/", "a", SIGNATURE_FILE]);
    expect(await verifySignedZip(signed, root)).toEqual(CLAIMS);
  });

  it("is still verified by its root after a restart", async () => {
    const restarted = SignatureAuthority.load(authority.exportRoot());
    expect(restarted.exportRoot()).toEqual(authority.exportRoot());
    expect(await verifySignedZip(await authority.signZip(CODE, CLAIMS), restarted.exportRoot().certificate)).toEqual(
      CLAIMS,
    );
    expect(await verifySignedZip(await restarted.signZip(CODE, CLAIMS), root)).toEqual(CLAIMS);
  });

  it("is verified however it is compressed, as compression is not signed", async () => {
    const signed = unzip(await authority.signZip(CODE, CLAIMS));
    expect(await verifySignedZip(rezip(signed, { level: 0 }), root)).toEqual(CLAIMS);
  });
});

describe("an archive that was changed after signing", () => {
  async function afterSigning(
    change: (files: Record<string, Uint8Array>) => Record<string, Uint8Array>,
  ): Promise<Buffer> {
    return rezip(change(unzip(await authority.signZip(CODE, CLAIMS))));
  }

  it.each([
    ["a changed byte", (files) => ({ ...files, "lib/data.bin": Uint8Array.of(0, 1, 2, 4) })],
    ["an added entry", (files) => ({ ...files, "backdoor.js": Buffer.from("evil()") })],
    ["an added empty directory", (files) => ({ ...files, "empty/": new Uint8Array(0) })],
    ["a removed entry", ({ "index.js": _removed, ...files }) => files],
    [
      "a renamed entry",
      (files) =>
        Object.fromEntries(Object.entries(files).map(([name, body]) => [name.replace("index", "xedni"), body])),
    ],
    ["another order of entries", (files) => Object.fromEntries(Object.entries(files).reverse())],
  ] as [string, (files: Record<string, Uint8Array>) => Record<string, Uint8Array>][])(
    "is refused for %s",
    async (_what, change) => {
      await expect(verifySignedZip(await afterSigning(change), root)).rejects.toThrow(IntegrityError);
    },
  );

  it("is refused with the signature of another archive", async () => {
    const other = unzip(await authority.signZip(archive({ "other.js": Buffer.from("1") }), CLAIMS));
    const forged = await afterSigning((files) => ({ ...files, [SIGNATURE_FILE]: other[SIGNATURE_FILE] }));
    await expect(verifySignedZip(forged, root)).rejects.toThrow(IntegrityError);
  });

  it.each([
    ["no PEM", "not a signature"],
    ["no CMS", "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n"],
  ])("is refused with a signature file that holds %s", async (_what, text) => {
    const broken = await afterSigning((files) => ({ ...files, [SIGNATURE_FILE]: Buffer.from(text) }));
    await expect(verifySignedZip(broken, root)).rejects.toThrow(IntegrityError);
  });

  it.each([CLAIMS.jobArn, CLAIMS.profileVersionArn])(
    "is refused if the signature's claim %s was changed",
    async (claim) => {
      const changed = await afterSigning((files) => {
        const der = Buffer.from(String(Buffer.from(files[SIGNATURE_FILE])).replace(/-----.*-----/g, ""), "base64");
        der.write("X", der.indexOf(claim) + claim.length - 1);
        const text = `-----BEGIN PKCS7-----\n${der.toString("base64")}\n-----END PKCS7-----\n`;
        return { ...files, [SIGNATURE_FILE]: Buffer.from(text) };
      });
      await expect(verifySignedZip(changed, root)).rejects.toThrow("does not match the signed attributes");
    },
  );

  it("is refused without its signature", async () => {
    const bare = await afterSigning(({ [SIGNATURE_FILE]: _removed, ...files }) => files);
    await expect(verifySignedZip(bare, root)).rejects.toThrow(NotSignedError);
    await expect(verifySignedZip(CODE, root)).rejects.toThrow(NotSignedError);
  });
});

it("refuses a signature of another authority", async () => {
  const stranger = SignatureAuthority.create(new Date("2026-01-01T00:00:00Z"));
  await expect(verifySignedZip(await stranger.signZip(CODE, CLAIMS), root)).rejects.toThrow(UntrustedError);
});

describe("an archive that cannot be signed", () => {
  it.each([
    ["nothing at all", Buffer.alloc(0), "Malformed"],
    ["a text", Buffer.from("exports.handler = 1;".repeat(10)), "Malformed"],
    ["no entries", archive({}), "Empty"],
    ["data before its first entry", Buffer.concat([Buffer.from("#!/bin/sh\n"), CODE]), "Malformed"],
    ["data behind its end", Buffer.concat([CODE, Buffer.from("tail")]), "Malformed"],
    ["a missing end", CODE.subarray(0, -30), "Malformed"],
    ["an encrypted entry", changed(CODE, centralHeader(CODE) + 8, 0x09), "Unsupported"],
    ["a compression that is not deflate", changed(CODE, centralHeader(CODE) + 10, 12), "Unsupported"],
    ["another name in an entry's own header", changed(CODE, 30, "X".charCodeAt(0)), "Malformed"],
    ["an entry that is somewhere else", changed(CODE, centralHeader(CODE) + 42, 7), "Malformed"],
    ["an entry that reaches into the next one", changed(CODE, centralHeader(CODE) + 21, 1), "Malformed"],
    ["broken compressed data", changed(CODE, 45, 0xff), "Malformed"],
    ["a wrong checksum", changed(CODE, centralHeader(CODE) + 16, 0), "Malformed"],
    ["a wrong uncompressed size", changed(CODE, centralHeader(CODE) + 24, 1), "Malformed"],
    ["parts on other disks", changed(CODE, CODE.length - 18, 1), "Unsupported"],
    ["the Zip64 format", withZip64Locator(CODE), "Unsupported"],
  ])("has %s", async (_what, bytes, reason) => {
    const error: unknown = await authority.signZip(bytes, CLAIMS).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ArchiveError);
    expect((error as ArchiveError).reason).toBe(reason);
  });

  it("is signed already", async () => {
    const signed = await authority.signZip(CODE, CLAIMS);
    await expect(authority.signZip(signed, CLAIMS)).rejects.toMatchObject({ reason: "AlreadySigned" });
  });

  function centralHeader(zip: Buffer): number {
    return zip.readUInt32LE(zip.length - 6);
  }

  function changed(zip: Buffer, offset: number, value: number): Buffer {
    const copy = Buffer.from(zip);
    expect(copy[offset]).not.toBe(value);
    copy[offset] = value;
    return copy;
  }

  function withZip64Locator(zip: Buffer): Buffer {
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50);
    return Buffer.concat([zip.subarray(0, -22), locator, zip.subarray(-22)]);
  }
});
