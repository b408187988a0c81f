import type { Construct } from "constructs";
import type { ISigningFunction } from "../function/signing-function-interface";
import { isAllowedBySourcesOnly } from "../role/signing-job-statements";
import type { SigningSourceConfig } from "../s3/signing-source-config";
import { isToken, literalBeginning, resolvedText } from "../terraform/tokens";

/**
 * Refuses a job with `forEach` whose objects the function's role may not read. `allowSources` can be called at any time
 * before synthesis, so this is a validation.
 */
export function requireSources(job: Construct, source: SigningSourceConfig, signingFunction: ISigningFunction): void {
  if (!isAllowedBySourcesOnly(source)) return;
  job.node.addValidation({
    validate: () => (signingFunction._allowsSource(job, source) ? [] : [notAllowed(job, source)]),
  });
}

/** The same for destination buckets, each of which an item names. */
export function requireDestinations(job: Construct, signingFunction: ISigningFunction): void {
  const isAllowed = (): boolean => DESTINATION_ACTIONS.every((action) => signingFunction._allowsAction(job, action));
  job.node.addValidation({ validate: () => (isAllowed() ? [] : [DESTINATIONS_NOT_ALLOWED]) });
}

const DESTINATION_ACTIONS = ["s3:PutObject", "s3:ListBucket"];

const DESTINATIONS_NOT_ALLOWED =
  '"destination.bucketName" is a value of the iterator, so the function\'s role must be allowed to write to all buckets that ' +
  '"forEach" can name: call addToRolePolicy({ actions: ["s3:PutObject"], resources: ["arn:aws:s3:::BUCKET/PREFIX*"] }) and ' +
  'addToRolePolicy({ actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::BUCKET"] }) for them on the signing function, which is ' +
  'SigningFunction.getOrCreate(scope) unless the job has a "signingFunction"';

function notAllowed(job: Construct, { bucketName, key }: SigningSourceConfig): string {
  const bucket = isToken(bucketName) ? resolvedText(bucketName, job) : bucketName;
  const beginning = literalBeginning(key);
  const prefix = beginning.slice(0, beginning.lastIndexOf("/") + 1);
  return (
    '"source.key" is known only when Terraform runs, so the function\'s role must be allowed to read all objects that "forEach" can ' +
    `sign: call allowSources(${JSON.stringify(bucket)}, ${JSON.stringify(prefix)}) on the signing function, which is ` +
    'SigningFunction.getOrCreate(scope) unless the job has a "signingFunction", with the beginning that all keys share'
  );
}
