import { IResolvable, Token } from "cdktf";
import { Construct } from "constructs";
import type { RevocationRecord, SignedObject, ISigningJob } from "./signing-job-interface";
import { jobRevocationRecord, SigningJobLookup } from "./signing-job-lookup";
import type { SigningJobLookupOptions } from "./signing-job-props";
import { JOB_LOOKUP } from "./signing-job-validation";
import { dependsOn } from "../terraform/depends-on";
import { nullIfOneOf, partOrNull } from "../terraform/nullable";
import { validateProps } from "../validation/props";

/** How `hashicorp/aws` 5.100.0 shows a text or a time that AWS Signer did not report (measured). */
const ABSENT = ["", "0001-01-01T00:00:00Z"];

/** A job that Terraform reads whenever it plans. */
export class ImportedSigningJob extends Construct implements ISigningJob {
  public readonly imported: IResolvable = Token.asAny(true);
  private readonly data: SigningJobLookup;

  constructor(scope: Construct, id: string, jobId: string, options: SigningJobLookupOptions) {
    super(scope, id);
    validateProps(this, { jobId, options }, JOB_LOOKUP);
    this.data = new SigningJobLookup(this, "Resource", "jobId", { jobId, provider: options.provider });
    this.data.dependsOn = dependsOn(this, () => options.dependsOn ?? []);
  }

  public get fqn(): string {
    return this.data.fqn;
  }

  public get jobId(): string {
    return this.data.jobId;
  }

  public get jobOwner(): string {
    return nullIfOneOf(ABSENT, this.data.jobOwner);
  }

  public get jobInvoker(): string {
    return nullIfOneOf(ABSENT, this.data.jobInvoker);
  }

  public get status(): string {
    return this.data.status;
  }

  public get statusReason(): string {
    return nullIfOneOf(ABSENT, this.data.statusReason);
  }

  public get platformId(): string {
    return nullIfOneOf(ABSENT, this.data.platformId);
  }

  public get platformDisplayName(): string {
    return nullIfOneOf(ABSENT, this.data.platformDisplayName);
  }

  public get profileName(): string {
    return nullIfOneOf(ABSENT, this.data.profileName);
  }

  public get profileVersion(): string {
    return nullIfOneOf(ABSENT, this.data.profileVersion);
  }

  public get requestedBy(): string {
    return nullIfOneOf(ABSENT, this.data.requestedBy);
  }

  public get createdAt(): string {
    return nullIfOneOf(ABSENT, this.data.createdAt);
  }

  public get completedAt(): string {
    return nullIfOneOf(ABSENT, this.data.completedAt);
  }

  public get signatureExpiresAt(): string {
    return nullIfOneOf(ABSENT, this.data.signatureExpiresAt);
  }

  public get signedObject(): SignedObject {
    return { bucketName: this.signedObjectField("bucket"), key: this.signedObjectField("key") };
  }

  public get revocationRecord(): RevocationRecord {
    return jobRevocationRecord(this.data);
  }

  private signedObjectField(name: string): string {
    return partOrNull(this.data.interpolationForAttribute("signed_object"), `[0].s3[0].${name}`);
  }
}
