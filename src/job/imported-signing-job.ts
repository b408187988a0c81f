import { IResolvable, TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import { SigningJobBase, TextAttribute } from "./signing-job-base";
import type { SignedObject } from "./signing-job-interface";
import { SigningJobLookup } from "./signing-job-lookup";
import type { SigningJobLookupOptions } from "./signing-job-props";
import { JOB_LOOKUP } from "./signing-job-validation";
import { dependsOn } from "../terraform/depends-on";
import { nullIfOneOf, partOrNull, Revocable } from "../terraform/nullable";
import { validateProps } from "../validation/props";

/** How `hashicorp/aws` 5.100.0 shows a text or a time that AWS Signer did not report (measured). */
const ABSENT = ["", "0001-01-01T00:00:00Z"];

/** A job that Terraform reads in each plan. */
export class ImportedSigningJob extends SigningJobBase {
  public readonly imported: IResolvable = Token.asAny("true");
  /** @internal */
  protected readonly _provider?: TerraformProvider;
  private readonly data: SigningJobLookup;

  constructor(scope: Construct, id: string, jobId: string, options: SigningJobLookupOptions) {
    super(scope, id);
    validateProps(this, { jobId, options }, JOB_LOOKUP);
    this._provider = options.provider;
    this.data = new SigningJobLookup(this, "Resource", "jobId", { jobId, provider: options.provider });
    this.data.dependsOn = dependsOn(this, () => options.dependsOn ?? []);
  }

  public get fqn(): string {
    return this.data.fqn;
  }

  public get signedObject(): SignedObject {
    return { bucketName: this.signedObjectField("bucket"), key: this.signedObjectField("key") };
  }

  /** @internal */
  protected _live(): Revocable {
    return this.data;
  }

  /** @internal */
  protected _text(name: TextAttribute): string {
    const text = this.data[name];
    return name === "jobId" || name === "status" ? text : nullIfOneOf(ABSENT, text);
  }

  private signedObjectField(name: string): string {
    return partOrNull(this.data.interpolationForAttribute("signed_object"), `[0].s3[0].${name}`);
  }
}
