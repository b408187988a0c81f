import { Fn, IResolvable, Op, TerraformProvider, Token } from "cdktf";
import { Construct } from "constructs";
import type { ISigningJob, RevocationRecord, SignedObject } from "./signing-job-interface";
import type { SigningResult } from "../protocol/result";
import { AwsEnvironment } from "../terraform/aws-environment";
import { listedField, Revocable } from "../terraform/nullable";

/** An attribute that is a text in the result. */
export type TextAttribute = Exclude<keyof SigningResult, "signedObject" | "imported">;

/**
 * The attributes that all kinds of signing jobs share.
 *
 * @internal
 */
export abstract class SigningJobBase extends Construct implements ISigningJob {
  public abstract readonly fqn: string;
  public abstract readonly signedObject: SignedObject;
  public abstract readonly imported: IResolvable;

  /**
   * AWS provider of the account and Region that the job is in.
   *
   * @internal
   */
  protected abstract readonly _provider?: TerraformProvider;

  /** @internal */
  protected abstract _text(name: TextAttribute): string;

  /**
   * The data that Terraform reads from AWS Signer in each plan.
   *
   * @internal
   */
  protected abstract _live(): Revocable;

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

  public get revocationRecord(): RevocationRecord {
    const live = this._live();
    return {
      reason: listedField(live, "reason"),
      revokedAt: listedField(live, "revoked_at"),
      revokedBy: listedField(live, "revoked_by"),
    };
  }

  public get isRevoked(): IResolvable {
    const records = this._live().interpolationForAttribute("revocation_record");
    return Token.asAny(Fn.tostring(Op.gte(Fn.lengthOf(records), 1)));
  }

  public get signingJobArn(): string {
    const { partition, region, accountId } = AwsEnvironment.of(this, this._provider);
    const owner = Fn.coalesce([this.jobOwner, accountId]);
    return `arn:${partition}:signer:${region}:${owner}:/signing-jobs/${this.jobId}`;
  }

  public get signedObjectUri(): string {
    const { bucketName, key } = this.signedObject;
    return Token.asString(Fn.try([`s3://${bucketName}/${key}`, ""]));
  }
}
