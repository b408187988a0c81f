import type { RolePolicyStatement } from "./role-policy-statement";
import type { SigningDestination } from "../s3/signing-destination";
import type { SigningSourceConfig } from "../s3/signing-source-config";
import type { AwsEnvironment } from "../terraform/aws-environment";
import { sharedBeginning } from "../terraform/iteration";
import { orElse } from "../terraform/nullable";
import { isToken } from "../terraform/tokens";
import { iamText } from "./policy/iam-text";

export interface StatementsOfSigningJob {
  readonly environment: AwsEnvironment;
  readonly profileArn: string;
  /** Account of the profile, and so of the job, if it is not the function's account. */
  readonly profileOwner?: string;
  readonly source: SigningSourceConfig;
  readonly destination: SigningDestination;
  /** Whether the job has an item for each key of an iterator, so that its values are not known one by one. */
  readonly hasItems?: boolean;
  /** Whether each item has its own destination bucket, so that only the program can allow writing to it. */
  readonly hasDestinationBuckets?: boolean;
}

/**
 * The statements that one signing job needs. AWS Signer reads the source and writes the signed object with the
 * permissions of the caller that starts the job.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/authen-iamuser.html
 */
export function signingJobStatements(job: StatementsOfSigningJob): RolePolicyStatement[] {
  const { environment, source, destination, hasItems } = job;
  const prefix = hasItems ? sharedBeginning(destination.prefix) : destination.prefix;
  const destinationBuckets = job.hasDestinationBuckets ? [] : [bucketArn(environment, destination.bucketName)];
  return [
    { actions: ["signer:StartSigningJob"], resources: [job.profileArn] },
    { actions: ["signer:DescribeSigningJob"], resources: [anySigningJob(environment, job.profileOwner)] },
    ...(hasItems && isAllowedBySourcesOnly(source) ? [] : [sourceStatement(environment, source)]),
    // AWS Signer chooses the rest of the key.
    ...destinationBuckets.map((bucket) => ({
      actions: ["s3:PutObject"],
      resources: [`${bucket}/${iamText(prefix)}*`],
    })),
    {
      actions: ["s3:ListBucket"],
      resources: [bucketArn(environment, source.bucketName), ...destinationBuckets],
    },
    ...keyStatements(environment, ["kms:Decrypt"], source.kmsKeyArn),
    // A multipart upload is decrypted part by part. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    ...keyStatements(environment, ["kms:Decrypt", "kms:GenerateDataKey"], destination.kmsKeyArn),
  ];
}

/** The statement that allows signing jobs to read all objects of a bucket whose keys begin with a prefix. */
export function sourcesStatement(
  environment: AwsEnvironment,
  bucketName: string,
  keyPrefix: string,
): RolePolicyStatement {
  return {
    actions: ["s3:GetObjectVersion"],
    resources: [`${bucketArn(environment, bucketName)}/${iamText(keyPrefix)}*`],
  };
}

/**
 * The statements that allow the function to revoke a signature, after it has found that the signature is not revoked
 * and that no Lambda function uses it.
 */
export function revocationStatements(environment: AwsEnvironment, jobOwner: string | undefined): RolePolicyStatement[] {
  return [
    {
      actions: ["signer:DescribeSigningJob", "signer:RevokeSignature"],
      resources: [anySigningJob(environment, jobOwner)],
    },
    // This action has no resources.
    // @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    { actions: ["lambda:ListFunctions"], resources: ["*"] },
  ];
}

/** Whether only `allowSources` can allow to read the sources of all items of a job, because their keys are unknown. */
export function isAllowedBySourcesOnly({ key, keyPrefixToAllow }: SigningSourceConfig): boolean {
  return isToken(key) && keyPrefixToAllow === undefined;
}

function sourceStatement(environment: AwsEnvironment, source: SigningSourceConfig): RolePolicyStatement {
  const { bucketName, key, keyPrefixToAllow } = source;
  if (keyPrefixToAllow !== undefined) return sourcesStatement(environment, bucketName, keyPrefixToAllow);
  return { actions: ["s3:GetObjectVersion"], resources: [`${bucketArn(environment, bucketName)}/${iamText(key)}`] };
}

/** A job has no id before it is started, so a permission on jobs applies to every job of the account. */
function anySigningJob(environment: AwsEnvironment, jobOwner: string | undefined): string {
  const account = orElse(jobOwner, () => environment.accountId);
  return `arn:${environment.partition}:signer:${environment.region}:${account}:/signing-jobs/*`;
}

function bucketArn(environment: AwsEnvironment, bucketName: string): string {
  return `arn:${environment.partition}:s3:::${bucketName}`;
}

/** IAM does not accept `null`. If a variable for the key has no value, the statement allows a key that never exists. */
function keyStatements(
  environment: AwsEnvironment,
  actions: string[],
  kmsKeyArn: string | undefined,
): RolePolicyStatement[] {
  if (kmsKeyArn === undefined) return [];
  return [{ actions, resources: [orElse(kmsKeyArn, () => `arn:${environment.partition}:kms:*:*:key/none`)] }];
}
