import { zipSync } from "fflate";
import { ArchiveError, SignatureAuthority } from "../../../sandbox/signature";

const CLAIMS = {
  jobArn: "arn:aws:signer:us-east-1:111111111111:/signing-jobs/job",
  profileVersionArn: "arn:aws:signer:us-east-1:111111111111:/signing-profiles/app/0a1B2c3D4e",
  signedAt: new Date("2026-03-01T12:00:00Z"),
  expiresAt: new Date("2037-06-01T12:00:00Z"),
};
const END_RECORD_SIZE = 22;

const authority = SignatureAuthority.create(new Date("2026-01-01T00:00:00Z"));
const CODE = Buffer.from(
  zipSync({ "index.js": Buffer.from("exports.handler = 1;\n".repeat(40)), b: Buffer.from("b") }),
);
/** Where the central directory begins, with the header of the first entry. */
const DIRECTORY = CODE.readUInt32LE(CODE.length - 6);

describe("an archive that cannot be signed", () => {
  it.each([
    ["nothing at all", Buffer.alloc(0), "Malformed"],
    ["a text", Buffer.from("exports.handler = 1;".repeat(10)), "Malformed"],
    ["no entries", Buffer.from(zipSync({})), "Empty"],
    ["folders only", Buffer.from(zipSync({ "a/": Buffer.alloc(0), "a/b/": Buffer.alloc(0) })), "Empty"],
    ["data before its first entry", Buffer.concat([Buffer.from("#!/bin/sh\n"), CODE]), "Malformed"],
    ["data before its first entry that all offsets take into account", withPrologue(CODE, "#!/bin/sh\n"), "Malformed"],
    ["data in its central directory", withDirectoryTail(CODE, "tail"), "Malformed"],
    ["data behind its end", Buffer.concat([CODE, Buffer.from("tail")]), "Malformed"],
    ["a missing end", CODE.subarray(0, -30), "Malformed"],
    ["an encrypted entry", changed(CODE, DIRECTORY + 8, 0x09), "Unsupported"],
    ["a compression that is not deflate", changed(CODE, DIRECTORY + 10, 12), "Unsupported"],
    ["another name in an entry's own header", changed(CODE, 30, "X".charCodeAt(0)), "Malformed"],
    ["an entry that is somewhere else", changed(CODE, DIRECTORY + 42, 7), "Malformed"],
    ["an entry that reaches into the next one", changed(CODE, DIRECTORY + 21, 1), "Malformed"],
    ["broken compressed data", changed(CODE, 45, 0xff), "Malformed"],
    ["a wrong checksum", changed(CODE, DIRECTORY + 16, 0), "Malformed"],
    ["more uncompressed bytes than promised", changed(CODE, DIRECTORY + 24, 1), "Malformed"],
    ["fewer uncompressed bytes than promised", changed(CODE, DIRECTORY + 26, 1), "Malformed"],
    ["more content than is unpacked", changed(CODE, DIRECTORY + 27, 0x7f), "Unsupported"],
    ["parts on other disks", changed(CODE, CODE.length - END_RECORD_SIZE + 4, 1), "Unsupported"],
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

  function changed(zip: Buffer, offset: number, value: number): Buffer {
    const copy = Buffer.from(zip);
    expect(copy[offset]).not.toBe(value);
    copy[offset] = value;
    return copy;
  }

  function withPrologue(zip: Buffer, text: string): Buffer {
    const copy = Buffer.from(zip);
    let header = DIRECTORY;
    while (header < copy.length - END_RECORD_SIZE) {
      copy.writeUInt32LE(copy.readUInt32LE(header + 42) + text.length, header + 42);
      header += 46 + copy.readUInt16LE(header + 28) + copy.readUInt16LE(header + 30) + copy.readUInt16LE(header + 32);
    }
    copy.writeUInt32LE(DIRECTORY + text.length, copy.length - 6);
    return Buffer.concat([Buffer.from(text), copy]);
  }

  function withDirectoryTail(zip: Buffer, text: string): Buffer {
    const end = Buffer.from(zip.subarray(-END_RECORD_SIZE));
    end.writeUInt32LE(end.readUInt32LE(12) + text.length, 12);
    return Buffer.concat([zip.subarray(0, -END_RECORD_SIZE), Buffer.from(text), end]);
  }

  function withZip64Locator(zip: Buffer): Buffer {
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50);
    return Buffer.concat([zip.subarray(0, -END_RECORD_SIZE), locator, zip.subarray(-END_RECORD_SIZE)]);
  }
});
