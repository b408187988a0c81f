import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { SignedLambdaCodeOptions } from "./signed-lambda-code-options";
import { awsProviderOfJob } from "../job/aws-provider-of-job";
import { SigningJob } from "../job/signing-job";
import { Platform } from "../profile/platform";
import { SigningProfile } from "../profile/signing-profile";
import type { ISigningProfile } from "../profile/signing-profile-interface";
import { SigningDestination } from "../s3/signing-destination";
import { SigningSource } from "../s3/signing-source";

/** Code for AWS Lambda that a job signs. */
export interface SignedLambdaCode {
  readonly job: SigningJob;
  readonly profile: ISigningProfile;
  /** AWS provider of the profile, the job, and everything that is created for them. */
  readonly provider?: TerraformProvider;
}

/** Declares how code is stored and signed, which packages and layers have in common. */
export function signLambdaCode(scope: Construct, options: SignedLambdaCodeOptions): SignedLambdaCode {
  const { path, source, bucket, keyPrefix, kmsKeyArn, tags, destination, ...more } = options;
  const { exclude, ignoreMode, followSymlinks, ...jobOptions } = more;
  const provider = awsProviderOfJob(scope, jobOptions);
  const profile =
    options.profile ??
    new SigningProfile(scope, "Profile", { platform: Platform.AWS_LAMBDA_SHA384_ECDSA, tags, provider });
  const job = new SigningJob(scope, "SigningJob", {
    ...jobOptions,
    profile,
    source:
      source ??
      SigningSource.fromAsset(path!, {
        bucket: bucket!,
        keyPrefix,
        kmsKeyArn,
        tags,
        dependsOn: options.dependsOn,
        exclude,
        ignoreMode,
        followSymlinks,
      }),
    destination: destination ?? SigningDestination.toBucket(bucket!, "signed/", { kmsKeyArn }),
  });
  return { job, profile, provider };
}
