import { statSync } from "node:fs";
import { extname } from "node:path";
import type { Construct } from "constructs";
import { LAMBDA_PUBLISHER } from "./lambda-publisher";
import type { SignedLambdaCodeOptions } from "./signed-lambda-code-options";
import type { SigningJobProps } from "../job/signing-job-props";
import { JOB_OPTIONS } from "../job/signing-job-validation";
import { DESTINATION, FOLDER_OPTIONS, KEY_PREFIX, LOCAL_PATH, OBJECT_TAGS, SOURCE } from "../s3/s3-properties";
import { BUCKET_NAME, KMS_KEY_ARN } from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import { Kind, text } from "../validation/kinds";
import { optional, PropsOf, unavailable } from "../validation/props";

const ARCHIVE_EXTENSIONS = [".zip", ".jar"];

const NO_ACCEPTED_FAILURE: Kind = (scope) => {
  throw new ValidationError(
    scope,
    '"ignoreSigningJobFailure" must not be given: a failed job has no signed code, so there is nothing to deploy. Omit it ' +
      "to get an error with the reason of the failure, or use a SigningJob, which reports it in its attributes",
  );
};

export const CODE_OPTIONS: PropsOf<SignedLambdaCodeOptions & Pick<SigningJobProps, "ignoreSigningJobFailure">> = {
  ...JOB_OPTIONS,
  ...FOLDER_OPTIONS,
  path: optional(LOCAL_PATH),
  source: optional(SOURCE),
  bucket: optional(text(BUCKET_NAME)),
  keyPrefix: optional(KEY_PREFIX),
  kmsKeyArn: optional(text(KMS_KEY_ARN)),
  tags: optional(OBJECT_TAGS),
  destination: optional(DESTINATION),
  profile: optional(LAMBDA_PUBLISHER),
  ignoreSigningJobFailure: unavailable(NO_ACCEPTED_FAILURE),
};

/** Checks which options go together, after each has been checked by itself. */
export function validateCodeOptions(scope: Construct, options: SignedLambdaCodeOptions): void {
  const { path, source, bucket, destination, kmsKeyArn } = options;
  if ((path === undefined) === (source === undefined)) {
    throw new ValidationError(
      scope,
      'either "path" or "source" must be given, and not both: where is the code to sign?',
    );
  }
  if (bucket === undefined && path !== undefined) {
    throw new ValidationError(
      scope,
      '"bucket" must be given with "path": where is the code to be stored for AWS Signer?',
    );
  }
  if (bucket === undefined && destination === undefined) {
    throw new ValidationError(
      scope,
      'either "bucket" or "destination" must be given: where is the signed package to go?',
    );
  }
  if (path !== undefined) return validateArchive(scope, path);
  const unused = (["keyPrefix", "exclude", "ignoreMode", "followSymlinks"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (unused !== undefined) {
    throw new ValidationError(scope, `"${unused}" has no effect without "path": only code at a path is stored`);
  }
  if (kmsKeyArn !== undefined && destination !== undefined) {
    throw new ValidationError(
      scope,
      '"kmsKeyArn" has no effect with "source" and "destination", because nothing else is stored: set "kmsKeyArn" of ' +
        "the source and of the destination",
    );
  }
}

/** Checks that there is something to tag, where the construct does not create what it would tag otherwise. */
export function validateTagsOfCode(scope: Construct, { path, tags }: SignedLambdaCodeOptions): void {
  if (tags === undefined || path !== undefined) return;
  throw new ValidationError(
    scope,
    '"tags" has no effect here, because the construct creates nothing that has tags: set the tags of the given resources',
  );
}

function validateArchive(scope: Construct, path: string): void {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  if (isFile && !ARCHIVE_EXTENSIONS.includes(extname(path).toLowerCase())) {
    throw new ValidationError(
      scope,
      `"path" must be a folder or a file that ends in ${ARCHIVE_EXTENSIONS.join(" or ")}, received ${JSON.stringify(path)}: ` +
        "AWS Lambda takes archives only. Name the folder that the file is in",
    );
  }
}
