import { zipSync, Zippable } from "fflate";
import { rezip, unzip } from "./archive-editing";
import {
  IntegrityError,
  NotSignedError,
  SignatureAuthority,
  UntrustedError,
  verifySignedZip,
} from "../../../sandbox/signature";
import { createRoot, toPem } from "../../../sandbox/signature/certificates";
import { createSignatureBlock } from "../../../sandbox/signature/signature-block";
import { contentDigest } from "../../../sandbox/signature/signature-file";
import { ZipArchive } from "../../../sandbox/signature/zip-archive";

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
  it("is verified with the claims of its signature", async () => {
    expect(await verifySignedZip(await authority.signZip(CODE, CLAIMS), root)).toEqual(CLAIMS);
  });

  it("contains the original entries byte for byte, followed by the signature", async () => {
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

  it("has one META_INF directory, even if the code already had one", async () => {
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

  it("is verified with any compression, because compression is not signed", async () => {
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
  ])("is refused with a signature file that contains %s", async (_what, text) => {
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

  it("is refused with two signatures", async () => {
    const signed = await authority.signZip(CODE, CLAIMS);
    const block = Buffer.from(unzip(signed)[SIGNATURE_FILE]);
    const twice = ZipArchive.parse(signed).append([{ name: SIGNATURE_FILE, body: block }], CLAIMS.signedAt);
    await expect(verifySignedZip(twice, root)).rejects.toThrow("more than one signature");
  });

  it("is refused without its signature", async () => {
    const bare = await afterSigning(({ [SIGNATURE_FILE]: _removed, ...files }) => files);
    await expect(verifySignedZip(bare, root)).rejects.toThrow(NotSignedError);
    await expect(verifySignedZip(CODE, root)).rejects.toThrow(NotSignedError);
  });
});

describe("a signature that must not be trusted", () => {
  it("is one of another authority", async () => {
    const stranger = SignatureAuthority.create(new Date("2026-01-01T00:00:00Z"));
    await expect(verifySignedZip(await stranger.signZip(CODE, CLAIMS), root)).rejects.toThrow(UntrustedError);
  });

  it("is one of a certificate that is not for code signing, such as the root's own", async () => {
    const identity = createRoot(new Date("2026-01-01T00:00:00Z"));
    const code = ZipArchive.parse(CODE);
    const block = createSignatureBlock(await contentDigest(code), CLAIMS, identity, []);
    const signed = code.append([{ name: SIGNATURE_FILE, body: Buffer.from(block) }], CLAIMS.signedAt);
    const rootPem = toPem("CERTIFICATE", identity.certificate.toSchema().toBER());
    await expect(verifySignedZip(signed, rootPem)).rejects.toThrow("is not for code signing");
  });

  it("is one from before its signer was certified", async () => {
    const fresh = SignatureAuthority.create(new Date("2026-01-01T00:00:00Z"));
    await fresh.signZip(CODE, CLAIMS);
    const early = await fresh.signZip(CODE, { ...CLAIMS, signedAt: new Date("2026-02-28T12:00:00Z") });
    await expect(verifySignedZip(early, fresh.exportRoot().certificate)).rejects.toThrow(UntrustedError);
  });
});
