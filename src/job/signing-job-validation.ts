import type { ITerraformIterator } from "cdktf";
import type { IConstruct } from "constructs";
import type { SigningJobLookupOptions, SigningJobOptions, SigningJobProps } from "./signing-job-props";
import type { ISigningFunction } from "../function/signing-function-interface";
import { SIGNING_FUNCTION } from "../function/signing-function-validation";
import { rulesOf } from "../profile/platform-rules";
import { SIGNING_PROFILE } from "../profile/profile-properties";
import { DESTINATION, SOURCE } from "../s3/s3-properties";
import { isToken } from "../terraform/tokens";
import {
  ACCOUNT_ID,
  ANY_TEXT,
  NOT_EMPTY,
  REVOCATION_REASON,
  TIMEOUT_SECONDS,
  TRIGGER_NAME,
} from "../validation/aws-rules";
import { ValidationError } from "../validation/errors";
import {
  awsProvider,
  dependencies,
  flag,
  knownAtSynthesis,
  mapOf,
  objectWith,
  text,
  wholeNumber,
} from "../validation/kinds";
import { optional, PropsOf, required, struct, validateProps } from "../validation/props";

export const JOB_OPTIONS: PropsOf<SigningJobOptions> = {
  profileOwner: optional(text(ACCOUNT_ID)),
  timeoutSeconds: optional(wholeNumber(TIMEOUT_SECONDS)),
  triggers: optional(mapOf(text(TRIGGER_NAME), text(ANY_TEXT))),
  importJobId: optional(text(NOT_EMPTY)),
  revokeOnDestroy: optional(knownAtSynthesis(flag, "it decides which resources there are")),
  revocationReason: optional(text(REVOCATION_REASON)),
  signingFunction: optional(SIGNING_FUNCTION),
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

const ITERATOR = objectWith("an iterator: one of TerraformIterator.from…", "_getForEachExpression");

const JOB_PROPS: PropsOf<SigningJobProps> = {
  ...JOB_OPTIONS,
  profile: required(SIGNING_PROFILE),
  source: required(SOURCE),
  destination: required(DESTINATION),
  ignoreSigningJobFailure: optional(flag),
  forEach: optional(ITERATOR),
};

const LOOKUP_OPTIONS: PropsOf<SigningJobLookupOptions> = {
  provider: optional(awsProvider),
  dependsOn: optional(dependencies),
};

/** The arguments of `SigningJob.fromJobId`. */
export const JOB_LOOKUP: PropsOf<{ jobId: string; options: SigningJobLookupOptions }> = {
  jobId: required(text(NOT_EMPTY)),
  options: required(struct(LOOKUP_OPTIONS, "")),
};

export function validateJobProps(scope: IConstruct, props: SigningJobProps): void {
  validateProps(scope, props, JOB_PROPS);
  if (props.revocationReason !== undefined && !props.revokeOnDestroy) {
    throw new ValidationError(
      scope,
      '"revocationReason" has no effect without "revokeOnDestroy": set that to true, or leave the reason out',
    );
  }
  if (props.importJobId !== undefined && props.revokeOnDestroy) {
    throw new ValidationError(
      scope,
      '"importJobId" must not be given together with "revokeOnDestroy": true, because a later request could adopt the job again and ' +
        'revoke its signature afterwards. Adopt the job first: leave "revokeOnDestroy" out and apply. Then leave "importJobId" out, ' +
        'set "revokeOnDestroy" to true, and apply again',
    );
  }
  if (props.importJobId !== undefined && props.forEach !== undefined) {
    throw new ValidationError(
      scope,
      '"importJobId" must not be given together with "forEach", because it names one job, and "forEach" declares a job for each item. ' +
        'Adopt the job with a SigningJob without "forEach"',
    );
  }
  validatePlatform(scope, props);
}

/** The argument of `forKey`. */
export function validateKey(scope: IConstruct, key: string, iterator: ITerraformIterator | undefined): void {
  if (iterator === undefined) {
    throw new ValidationError(
      scope,
      '"forKey" must not be called on a signing job without "forEach", which has no items: use the attributes of the job itself',
    );
  }
  text(NOT_EMPTY)(scope, "key", key);
}

export function validateProvider(
  scope: IConstruct,
  props: Pick<SigningJobProps, "timeoutSeconds">,
  provider: ISigningFunction,
): void {
  const [job, functionTimeout] = [props.timeoutSeconds, provider.timeoutSeconds];
  if (job === undefined || functionTimeout === undefined || isToken(job) || isToken(functionTimeout)) return;
  if (job > functionTimeout) {
    throw new ValidationError(
      scope,
      `"timeoutSeconds" must not exceed the function's timeout of ${functionTimeout} seconds, received ${job}: ` +
        `raise "timeoutSeconds" of the signing function "${provider.node.path}", or lower it here`,
    );
  }
}

function validatePlatform(scope: IConstruct, props: SigningJobProps): void {
  const { profile, revokeOnDestroy, profileOwner = profile.profileOwner } = props;
  const rules = rulesOf(profile.platform);
  const platformId = profile.platform?.platformId;
  if (rules && !rules.signingJobs) {
    throw new ValidationError(
      scope,
      `"profile" must be of a platform with signing jobs, received one of "${platformId}": container images are signed with ` +
        "SignPayload, for example by the Notation CLI",
    );
  }
  if (rules && !rules.revocable && revokeOnDestroy) {
    throw new ValidationError(
      scope,
      `"revokeOnDestroy" must not be set on the platform "${platformId}", whose signatures cannot be revoked`,
    );
  }
  if (rules && !rules.crossAccount && profileOwner !== undefined && !isToken(profileOwner)) {
    throw new ValidationError(
      scope,
      `"profileOwner" must not be given on the platform "${platformId}", received "${profileOwner}": AWS Signer lets no other ` +
        "account sign with such a profile. Sign in the profile's own account",
    );
  }
}
