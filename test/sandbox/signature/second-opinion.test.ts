import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { unzip } from "./archive-editing";
import { SignatureAuthority } from "../../../sandbox/signature";

const SIGNATURE_FILE = "META_INF/aws_signer_signature_v1.0.SF";

let folder: string;
let signed: Buffer;
let authority: SignatureAuthority;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "signature-"));
  authority = SignatureAuthority.create(new Date("2026-01-01T00:00:00Z"));
  const code = zipSync({ "index.js": Buffer.from("exports.handler = 1;\n".repeat(100)), "lib/": new Uint8Array(0) });
  signed = await authority.signZip(Buffer.from(code), {
    jobArn: "arn:aws:signer:us-east-1:111111111111:/signing-jobs/job",
    profileVersionArn: "arn:aws:signer:us-east-1:111111111111:/signing-profiles/app/0a1B2c3D4e",
    signedAt: new Date("2026-03-01T12:00:00.256Z"),
    expiresAt: new Date("2037-06-01T12:00:00.256Z"),
  });
  write("signed.zip", signed);
  write("signature.pem", unzip(signed)[SIGNATURE_FILE]);
  write("root.pem", authority.exportRoot().certificate);
  write("digest", digestOf(signed));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The signed content, computed from AWS's layout and not by the code under test. */
function digestOf(zip: Buffer): Buffer {
  const hash = createHash("sha384");
  for (const [name, body] of Object.entries(unzip(zip))) {
    if (name !== SIGNATURE_FILE) hash.update(name).update(body);
  }
  return hash.digest();
}

function run(program: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  return { status, output: `${stdout}${stderr}` };
}

/** Runs a test if the program is installed. In CI it must be. */
function where(program: string, versionFlag: string): jest.It {
  const isThere = spawnSync(program, [versionFlag]).error === undefined;
  return isThere || process.env.CI !== undefined ? it : it.skip;
}

const VERIFY =
  "cms -verify -inform PEM -in signature.pem -CAfile root.pem -purpose any -binary -attime 1780000000 -content";

describe("OpenSSL", () => {
  const withOpenssl = where("openssl", "version");

  withOpenssl("verifies the signature, its chain and the digest of the content", () => {
    const { status, output } = run("openssl", ...VERIFY.split(" "), "digest", "-out", "content");
    expect(output).toMatch(/verification successful/i);
    expect(status).toBe(0);
  });

  withOpenssl("refuses the signature for another content", () => {
    write("other-digest", Buffer.alloc(48));
    const { status } = run("openssl", ...VERIFY.split(" "), "other-digest", "-out", "content");
    expect(status).not.toBe(0);
  });

  withOpenssl("finds a self-signed root on P-384 that is named as a test root", () => {
    const { status, output } = run("openssl", "x509", "-in", "root.pem", "-noout", "-text");
    expect(status).toBe(0);
    expect(output).toMatch(/Subject: CN = .*test root CA/);
    expect(output).toContain("NIST CURVE: P-384");
    expect(output).toContain("Signature Algorithm: ecdsa-with-SHA384");
    expect(output).toContain("CA:TRUE");
    expect(output).not.toMatch(/amazon|aws/i);
    expect(run("openssl", "verify", "-x509_strict", "-CAfile", "root.pem", "root.pem").output).not.toMatch(
      /unable|invalid/,
    );
  });

  withOpenssl("finds a leaf for code signing that is named as a test signer", () => {
    const certificates = run("openssl", "pkcs7", "-in", "signature.pem", "-print_certs").output;
    const [leaf] = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(certificates) ?? [""];
    write("leaf.pem", leaf);
    const { output } = run("openssl", "x509", "-in", "leaf.pem", "-noout", "-text");
    expect(output).toMatch(/Subject: CN = .*test signer/);
    expect(output).toMatch(/Extended Key Usage:\s+Code Signing/);
    expect(output).toMatch(/Key Usage: critical\s+Digital Signature/);
    expect(output).not.toMatch(/amazon|aws/i);
  });

  withOpenssl("finds the attributes of AWS's layout", () => {
    const { output } = run("openssl", "cms", "-cmsout", "-print", "-inform", "PEM", "-in", "signature.pem");
    for (const attribute of [
      "contentType (1.2.840.113549.1.9.3)",
      "messageDigest (1.2.840.113549.1.9.4)",
      "signingTime (1.2.840.113549.1.9.5)",
      "1.2.840.113549.1.9.52",
      "1.3.187.137.1.2",
      "1.3.187.137.1.3",
      "1.3.187.137.1.4",
    ]) {
      expect(output).toContain(attribute);
    }
    expect(output).toContain("UTF8STRING:arn:aws:signer:us-east-1:111111111111:/signing-jobs/job");
    expect(output).toContain("UTF8STRING:arn:aws:signer:us-east-1:111111111111:/signing-profiles/app/0a1B2c3D4e");
    expect(output).toMatch(/GENERALIZEDTIME:Mar\s+1 12:00:00\.256 2026 GMT/);
    expect(output).toMatch(/GENERALIZEDTIME:Jun\s+1 12:00:00\.256 2037 GMT/);
    expect(output).toMatch(/eContentType: pkcs7-data.*\s+eContent: <ABSENT>/);
  });
});

describe("other archivers", () => {
  where("unzip", "-v")("unzip finds no fault in a signed archive", () => {
    const { status, output } = run("unzip", "-t", "signed.zip");
    expect(output).toContain("No errors detected");
    expect(status).toBe(0);
  });

  where("python3", "--version")(
    "Python reads every entry of a signed archive, with a signature file that all may read",
    () => {
      const program = [
        "import zipfile, sys",
        "archive = zipfile.ZipFile('signed.zip')",
        "sys.exit(archive.testzip())",
        "",
      ].join("\n");
      expect(run("python3", "-c", program)).toEqual({ status: 0, output: "" });
      const names =
        "import zipfile; print([(i.filename, oct(i.external_attr >> 16)) for i in zipfile.ZipFile('signed.zip').infolist()][2:])";
      expect(run("python3", "-c", names).output.trim()).toBe(
        `[('META_INF/', '0o40755'), ('${SIGNATURE_FILE}', '0o100644')]`,
      );
    },
  );
});
