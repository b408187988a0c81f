/** ARNs of AWS Signer have a slash where others have nothing: `arn:aws:signer:us-east-1:111111111111:/signing-jobs/…`. */

export function signingProfileArn(region: string, accountId: string, profileName: string): string {
  return `${signerArn(region, accountId)}:/signing-profiles/${profileName}`;
}

export function signingJobArn(region: string, accountId: string, jobId: string): string {
  return `${signerArn(region, accountId)}:/signing-jobs/${jobId}`;
}

export function objectArn(region: string, bucketName: string, key: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucketName}/${key}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

function signerArn(region: string, accountId: string): string {
  return `arn:${partitionOf(region)}:signer:${region}:${accountId}`;
}
