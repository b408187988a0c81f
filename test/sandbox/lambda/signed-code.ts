import { GetObjectCommand } from "@aws-sdk/client-s3";
import { DescribeSigningJobCommand, StartSigningJobCommand } from "@aws-sdk/client-signer";
import { eventually } from "../eventually";
import type { TestAccount } from "../test-account";

export interface SignedCode {
  readonly zip: Buffer;
  readonly bucket: string;
  readonly key: string;
  readonly jobId: string;
}

/** Signs an archive with a profile of the account, from bucket to bucket. */
export async function signWith(account: TestAccount, profileName: string, archive: Buffer): Promise<SignedCode> {
  const bucket = await account.createBucket();
  const version = await account.putObject(bucket, "code.zip", archive);
  const source = { s3: { bucketName: bucket, key: "code.zip", version } };
  const destination = { s3: { bucketName: bucket, prefix: "signed/" } };
  const { jobId = "" } = await account.root.signer.send(
    new StartSigningJobCommand({ profileName, source, destination }),
  );
  let key = "";
  await eventually(async () => {
    const { signedObject } = await account.root.signer.send(new DescribeSigningJobCommand({ jobId }));
    key = signedObject?.s3?.key ?? "";
    return key !== "";
  });
  const { Body } = await account.root.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return { zip: Buffer.from((await Body?.transformToByteArray()) ?? []), bucket, key, jobId };
}
