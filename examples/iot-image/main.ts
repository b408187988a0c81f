import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import { Platform, SigningDestination, SigningJob, SigningProfile, SigningSource } from "cdktf-aws-signer";
import type { Construct } from "constructs";

/** A FreeRTOS image for an update over the air, signed with the device maker's own certificate. */
class IotImage extends TerraformStack {
  constructor(scope: Construct, id: string, certificateArn: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: process.env.AWS_REGION ?? "us-east-1" });

    const bucket = new S3Bucket(this, "images", { bucketPrefix: "firmware-images-", forceDestroy: true });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    });

    const profile = new SigningProfile(this, "profile", {
      platform: Platform.AMAZON_FREE_RTOS_DEFAULT,
      // Devices trust this certificate. Unlike on the Lambda platform, you own the certificate and its private key.
      signingMaterial: { certificateArn },
    });
    const job = new SigningJob(this, "job", {
      profile,
      source: SigningSource.fromAsset(join(__dirname, "firmware.bin"), {
        bucket: bucket.bucket,
        dependsOn: [versioning],
      }),
      destination: SigningDestination.toBucket(bucket.bucket, "signed/"),
    });

    new TerraformOutput(this, "platform", { value: job.platformDisplayName, staticId: true });
    // AWS documents a validity period only for Lambda and container signatures, and `cdktf deploy` cannot show an
    // output that is null.
    new TerraformOutput(this, "signatureExpiresAt", {
      value: Fn.coalesce([job.signatureExpiresAt, "not reported"]),
      staticId: true,
    });
    new TerraformOutput(this, "signedObjectBucketName", { value: job.signedObject.bucketName, staticId: true });
    // A JSON document that contains the image and its signature.
    new TerraformOutput(this, "signedObjectKey", { value: job.signedObject.key, staticId: true });
  }
}

const { CERTIFICATE_ARN: certificateArn } = process.env;
if (!certificateArn) {
  throw new Error("Set CERTIFICATE_ARN to a code-signing certificate in ACM; README.md explains how to create one");
}
const app = new App();
new IotImage(app, "iot-image", certificateArn);
app.synth();
