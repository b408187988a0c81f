import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { TerraformOutput, TerraformStack } from "cdktf";
import { ISigningJob } from "../../src";

/** A bucket that keeps versions, as a source for signing jobs. */
export class VersionedBucket {
  public readonly bucket: S3Bucket;
  private readonly versioning: S3BucketVersioningA;

  constructor(
    private readonly stack: TerraformStack,
    id: string,
  ) {
    this.bucket = new S3Bucket(stack, id, { bucketPrefix: `${id}-`, forceDestroy: true });
    this.versioning = new S3BucketVersioningA(stack, `${id}-versioning`, {
      bucket: this.bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });
  }

  public object(id: string, key: string, contentBase64: string): S3Object {
    return new S3Object(this.stack, id, {
      bucket: this.bucket.bucket,
      key: literal(key),
      contentBase64,
      dependsOn: [this.versioning],
    });
  }
}

/** A plain string for a property of an L1, where Terraform would read `${` and `%{` as templates. */
export function literal(text: string): string {
  return text.replace(/\$\{/g, "$$${").replace(/%\{/g, "%%{");
}

/** Adds the result of the job as output `name`. */
export function outputJob(stack: TerraformStack, name: string, job: ISigningJob): void {
  const output = new TerraformOutput(stack, name, {
    value: {
      jobId: job.jobId,
      status: job.status,
      statusReason: job.statusReason,
      profileName: job.profileName,
      signedObject: { bucketName: job.signedObject.bucketName, key: job.signedObject.key },
      imported: job.imported,
    },
  });
  output.overrideLogicalId(name);
}

export interface JobOutput {
  readonly jobId: string;
  readonly status: string;
  readonly statusReason: string;
  readonly profileName: string;
  readonly signedObject: { readonly bucketName: string | null; readonly key: string | null };
  readonly imported: "true" | "false";
}
