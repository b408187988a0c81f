import type { IConstruct } from "constructs";
import type { DeclaredSigningJob } from "./sign-request";
import type { ISigningFunction } from "../function/signing-function-interface";
import { rulesOf } from "../profile/platform-rules";
import { ACCOUNT_ID, REVOCATION_REASON, TIMEOUT_SECONDS } from "../protocol/constraints";
import { isToken } from "../terraform/tokens";
import { PropertyValidator } from "../validation/property-validator";
import {
  ANY_TEXT,
  BUCKET_NAME,
  KEY_PREFIX_BYTES,
  KMS_KEY_ARN,
  NOT_EMPTY,
  OBJECT_KEY_BYTES,
  TRIGGER_NAME,
} from "../validation/text-rules";

const FLAGS = [true, false] as const;

export function validateJobProps(scope: IConstruct, props: DeclaredSigningJob): void {
  const validator = new PropertyValidator(scope);
  validator.requiredText("source.bucketName", props.source.bucketName, BUCKET_NAME);
  validator.bytes("source.key", props.source.key, OBJECT_KEY_BYTES);
  validator.requiredText("source.version", props.source.version, NOT_EMPTY);
  validator.text("source.kmsKeyArn", props.source.kmsKeyArn, KMS_KEY_ARN);
  validator.requiredText("destination.bucketName", props.destination.bucketName, BUCKET_NAME);
  validator.bytes("destination.prefix", props.destination.prefix, KEY_PREFIX_BYTES);
  validator.text("destination.kmsKeyArn", props.destination.kmsKeyArn, KMS_KEY_ARN);
  validator.oneOf("ignoreSigningJobFailure", props.ignoreSigningJobFailure, FLAGS);
  validator.text("profileOwner", props.profileOwner, ACCOUNT_ID);
  validator.wholeNumber("timeoutSeconds", props.timeoutSeconds, TIMEOUT_SECONDS.minimum, TIMEOUT_SECONDS.maximum);
  validator.text("importJobId", props.importJobId, NOT_EMPTY);
  validator.oneOf("revokeOnDestroy", props.revokeOnDestroy, FLAGS);
  validator.text("revocationReason", props.revocationReason, REVOCATION_REASON);
  for (const [name, value] of Object.entries(props.triggers ?? {})) {
    validator.text("triggers", name, TRIGGER_NAME);
    validator.requiredText(`triggers.${name}`, value, ANY_TEXT);
  }
  if (props.revocationReason !== undefined && !props.revokeOnDestroy) {
    validator.fail(
      '"revocationReason" has no effect without "revokeOnDestroy": set that to true, or leave the reason out',
    );
  }
  validatePlatform(validator, props);
}

export function validateProvider(scope: IConstruct, props: DeclaredSigningJob, provider: ISigningFunction): void {
  const validator = new PropertyValidator(scope);
  const [job, functionTimeout] = [props.timeoutSeconds, provider.timeoutSeconds];
  if (job === undefined || functionTimeout === undefined || isToken(job) || isToken(functionTimeout)) return;
  if (job > functionTimeout) {
    validator.fail(
      `"timeoutSeconds" must not be more than the function may run, which is ${functionTimeout} seconds, received ${job}: ` +
        `raise "timeoutSeconds" of the signing job provider "${provider.node.path}", or lower it here`,
    );
  }
}

function validatePlatform(validator: PropertyValidator, props: DeclaredSigningJob): void {
  const { profile, revokeOnDestroy, profileOwner = profile.profileOwner } = props;
  const rules = rulesOf(profile.platform);
  const platformId = profile.platform?.platformId;
  if (rules && !rules.signingJobs) {
    validator.fail(
      `"profile" must be of a platform with signing jobs, received one of "${platformId}": container images are signed with ` +
        "SignPayload, for example by the Notation CLI",
    );
  }
  if (rules && !rules.revocable && revokeOnDestroy) {
    validator.fail(
      `"revokeOnDestroy" must not be set on the platform "${platformId}", whose signatures cannot be revoked`,
    );
  }
  if (rules && !rules.crossAccount && profileOwner !== undefined && !isToken(profileOwner)) {
    validator.fail(
      `"profileOwner" must not be given on the platform "${platformId}", received "${profileOwner}": AWS Signer lets no other ` +
        "account sign with such a profile. Sign in the profile's own account",
    );
  }
}
