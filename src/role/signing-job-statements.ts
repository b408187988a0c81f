import type { RolePolicyStatement } from "./role-policy-statement";
import type { SigningDestination } from "../s3/signing-destination";
import type { SigningSourceConfig } from "../s3/signing-source-config";
import type { AwsEnvironment } from "../terraform/aws-environment";
import { orElse } from "../terraform/nullable";
import { iamText } from "./policy/iam-text";

export interface SigningJobRights {
  readonly environment: AwsEnvironment;
  readonly profileArn: string;
  /** Account of the profile, and so of the job, where it is not the function's. */
  readonly profileOwner?: string;
  readonly source: SigningSourceConfig;
  readonly destination: SigningDestination;
}

/**
 * What the function must be allowed for one signing job. AWS Signer reads the source and writes the signed object with
 * the rights of whoever starts the job.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/authen-iamuser.html
 */
export function signingJobStatements(rights: SigningJobRights): RolePolicyStatement[] {
  const { source, destination } = rights;
  return [
    { actions: ["signer:StartSigningJob"], resources: [rights.profileArn] },
    { actions: ["signer:DescribeSigningJob"], resources: [anySigningJob(rights.environment, rights.profileOwner)] },
    { actions: ["s3:GetObjectVersion"], resources: [`${bucketArn(rights, source.bucketName)}/${iamText(source.key)}`] },
    {
      actions: ["s3:PutObject"],
      // AWS Signer chooses what follows the prefix.
      resources: [`${bucketArn(rights, destination.bucketName)}/${iamText(destination.prefix)}*`],
    },
    {
      actions: ["s3:ListBucket"],
      resources: [bucketArn(rights, source.bucketName), bucketArn(rights, destination.bucketName)],
    },
    ...keyStatements(rights, ["kms:Decrypt"], source.kmsKeyArn),
    // A multipart upload is decrypted part by part. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    ...keyStatements(rights, ["kms:Decrypt", "kms:GenerateDataKey"], destination.kmsKeyArn),
  ];
}

/** What the function must be allowed to revoke a signature that is not revoked yet, and that no Lambda function runs on. */
export function revocationStatements(environment: AwsEnvironment, jobOwner: string | undefined): RolePolicyStatement[] {
  return [
    {
      actions: ["signer:DescribeSigningJob", "signer:RevokeSignature"],
      resources: [anySigningJob(environment, jobOwner)],
    },
    // Has no resources. @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    { actions: ["lambda:ListFunctions"], resources: ["*"] },
  ];
}

/** A job's id does not exist before the job, so it is every job of the account that a right on jobs is for. */
function anySigningJob(environment: AwsEnvironment, jobOwner: string | undefined): string {
  const account = orElse(jobOwner, () => environment.accountId);
  return `arn:${environment.partition}:signer:${environment.region}:${account}:/signing-jobs/*`;
}

function bucketArn({ environment }: SigningJobRights, bucketName: string): string {
  return `arn:${environment.partition}:s3:::${bucketName}`;
}

/** IAM allows no `null`. Where a variable for the key has no value, a key that never exists is allowed. */
function keyStatements(
  { environment }: SigningJobRights,
  actions: string[],
  kmsKeyArn: string | undefined,
): RolePolicyStatement[] {
  if (kmsKeyArn === undefined) return [];
  return [{ actions, resources: [orElse(kmsKeyArn, () => `arn:${environment.partition}:kms:*:*:key/none`)] }];
}
