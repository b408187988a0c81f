/** An archive that AWS Signer does not sign: a job with such a source fails. */
export class ArchiveError extends Error {
  constructor(
    public readonly reason: "Malformed" | "Empty" | "AlreadySigned" | "Unsupported",
    message: string,
  ) {
    super(message);
    this.name = "ArchiveError";
  }
}

/** The archive has no code signature. */
export class NotSignedError extends Error {
  constructor() {
    super("the archive has no code signature");
    this.name = "NotSignedError";
  }
}

/** The signature does not belong to this content: one of them was changed after signing. */
export class IntegrityError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "IntegrityError";
  }
}

/** The signature is valid, but its chain does not end at the trusted root certificate. */
export class UntrustedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UntrustedError";
  }
}
