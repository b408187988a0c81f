import type { IResolvable } from "cdktf";
import { Construct } from "constructs";
import type { ISigningJob, RevocationRecord, SignedObject } from "./signing-job-interface";
import type { SigningResult } from "../protocol/result";

/** An attribute that is a text of the result. */
export type TextAttribute = Exclude<keyof SigningResult, "signedObject" | "imported">;

/**
 * The attributes that all kinds of signing jobs have.
 *
 * @internal
 */
export abstract class SigningJobBase extends Construct implements ISigningJob {
  public abstract readonly fqn: string;
  public abstract readonly signedObject: SignedObject;
  public abstract readonly revocationRecord: RevocationRecord;
  public abstract readonly imported: IResolvable;

  /** @internal */
  protected abstract _text(name: TextAttribute): string;

  public get jobId(): string {
    return this._text("jobId");
  }

  public get jobOwner(): string {
    return this._text("jobOwner");
  }

  public get jobInvoker(): string {
    return this._text("jobInvoker");
  }

  public get status(): string {
    return this._text("status");
  }

  public get statusReason(): string {
    return this._text("statusReason");
  }

  public get platformId(): string {
    return this._text("platformId");
  }

  public get platformDisplayName(): string {
    return this._text("platformDisplayName");
  }

  public get profileName(): string {
    return this._text("profileName");
  }

  public get profileVersion(): string {
    return this._text("profileVersion");
  }

  public get requestedBy(): string {
    return this._text("requestedBy");
  }

  public get createdAt(): string {
    return this._text("createdAt");
  }

  public get completedAt(): string {
    return this._text("completedAt");
  }

  public get signatureExpiresAt(): string {
    return this._text("signatureExpiresAt");
  }
}
