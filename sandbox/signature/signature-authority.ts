import { createPrivateKey, X509Certificate } from "node:crypto";
import { Certificate } from "pkijs";
import { createLeaf, createRoot, Identity, toPem } from "./certificates";
import { ArchiveError } from "./errors";
import { ImageSignature, ImageSigner, ImageSignatureAlgorithm } from "./image-signer";
import { createNotationEnvelope } from "./notation-envelope";
import { createSignatureBlock } from "./signature-block";
import { contentDigest, isSignatureFile, SIGNATURE_DIRECTORY, SIGNATURE_FILE } from "./signature-file";
import { SignatureClaims } from "./signed-attributes";
import { ZipArchive } from "./zip-archive";

/** A root certificate and its key as PEM, which survive a restart. */
export interface RootPem {
  readonly certificate: string;
  readonly privateKey: string;
}

/** The test certificate authority of this sandbox: the signer's name in each signature shows this. */
export class SignatureAuthority {
  public static create(now: Date = new Date()): SignatureAuthority {
    return new SignatureAuthority(createRoot(now));
  }

  public static load(root: RootPem): SignatureAuthority {
    const certificate = Certificate.fromBER(new Uint8Array(new X509Certificate(root.certificate).raw));
    return new SignatureAuthority({ certificate, privateKey: createPrivateKey(root.privateKey) });
  }

  private readonly signers = new Map<string, Identity>();
  private readonly images = new ImageSigner();

  private constructor(private readonly root: Identity) {}

  public exportRoot(): RootPem {
    return {
      certificate: toPem("CERTIFICATE", this.root.certificate.toSchema().toBER()),
      privateKey: this.root.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
  }

  /**
   * Signs a Lambda deployment package. The entries stay as they are, byte for byte; the signature is appended.
   *
   * @throws ArchiveError for an archive that AWS Signer does not sign: empty, malformed or signed already.
   */
  public async signZip(zip: Buffer, claims: SignatureClaims): Promise<Buffer> {
    const archive = ZipArchive.parse(zip);
    if (archive.entries.every(({ name }) => name.toString().endsWith("/"))) {
      throw new ArchiveError("Empty", "the archive has folders only");
    }
    if (archive.entries.some((entry) => isSignatureFile(entry.name))) {
      throw new ArchiveError("AlreadySigned", "the archive is signed already");
    }
    const hasDirectory = archive.entries.some((entry) => entry.name.toString() === SIGNATURE_DIRECTORY);
    const directories = hasDirectory ? [] : [SIGNATURE_DIRECTORY];
    const digest = await contentDigest(archive, directories);
    const signer = this.signerOf(claims.profileVersionArn, claims.signedAt);
    const block = createSignatureBlock(digest, claims, signer, [this.root.certificate]);
    return archive.append(
      [
        ...directories.map((name) => ({ name, body: Buffer.alloc(0) })),
        { name: SIGNATURE_FILE, body: Buffer.from(block) },
      ],
      claims.signedAt,
    );
  }

  /** Signs a payload of the Notary Project. @returns the signature envelope */
  public signPayload(payload: Buffer, claims: SignatureClaims): Buffer {
    const signer = this.signerOf(claims.profileVersionArn, claims.signedAt);
    return createNotationEnvelope(payload, claims, signer, [this.root.certificate]);
  }

  /** Signs an IoT image with a key of this sandbox. */
  public signImage(image: Buffer, algorithm: ImageSignatureAlgorithm): ImageSignature {
    return this.images.sign(image, algorithm);
  }

  /** A profile version keeps its signer as long as this authority exists. */
  private signerOf(profileVersionArn: string, now: Date): Identity {
    const existing = this.signers.get(profileVersionArn);
    if (existing !== undefined) return existing;
    const signer = createLeaf(this.root, now);
    this.signers.set(profileVersionArn, signer);
    return signer;
  }
}
