import { BackendObjectStore } from "../../aws-ports/object-store";
import type { AwsRequest } from "../../http/aws-request";
import { ObjectStoreError } from "../../signer/ports";
import { invalidParameter, userError } from "../lambda-error";

/** The members of CreateFunction's `Code`, and of UpdateFunctionCode. */
export interface CodeMembers {
  readonly ZipFile?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
}

/**
 * The deployment package that a request brings or points to. S3 is read with the caller's permissions, as on Lambda.
 *
 * @throws AwsError
 */
export async function deploymentCode(
  request: AwsRequest,
  code: CodeMembers,
  objects: BackendObjectStore,
): Promise<Buffer> {
  if (code.ZipFile !== undefined) return Buffer.from(code.ZipFile, "base64");
  const { S3Bucket, S3Key, S3ObjectVersion } = code;
  if (!S3Bucket || !S3Key) {
    throw invalidParameter("Please provide a source for function code: ZipFile, or S3Bucket and S3Key.");
  }
  const { caller, region } = request;
  try {
    const object = S3ObjectVersion
      ? await objects.readVersion(caller, region, S3Bucket, S3Key, S3ObjectVersion)
      : await objects.readCurrent(caller, region, S3Bucket, S3Key);
    return object.body;
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
    const details = `S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`;
    if (error.code !== "AccessDenied") throw invalidParameter(`Error occurred while GetObject. ${details}`);
    throw userError(
      403,
      "AccessDeniedException",
      "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for " +
        `${S3Bucket}/${S3Key}. ${details}`,
    );
  }
}
