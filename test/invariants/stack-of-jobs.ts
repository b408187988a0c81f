import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import {
  SigningDestination,
  SigningJob,
  SigningJobProps,
  SigningFunction,
  SigningProfile,
  SigningSource,
} from "../../src";
import type { Credentials } from "../sandbox/test-account";
import type { Package } from "../scenarios/release-pipeline";
import { outputJob } from "../scenarios/signing-stack";

/** Jobs in which only the property of their name changes. */
export const CHANGING = ["source", "destination", "profileVersion", "profileOwner", "triggers"] as const;

/** All jobs that sign. */
export const SIGNING = ["plain", "revocable", ...CHANGING] as const;

export const FUNCTION_NAME = "signing";

/** The properties that identify what is signed. */
export interface WhatIsSigned {
  readonly source: Package;
  readonly destination: string;
  readonly profileVersion: string;
  readonly profileOwner?: string;
  readonly triggers: { [name: string]: string };
}

export interface Program {
  readonly profileName: string;
  readonly signed: WhatIsSigned;
  /** The later source of the jobs in `CHANGING`. */
  readonly changes?: Partial<WhatIsSigned>;
  /** An existing job: `adopted` adopts it, `read` only reads it. */
  readonly foundJobId: string;
  /** Set after everything has been edited that does not affect what is signed. */
  readonly edits?: {
    /** The earlier Terraform address of the job `plain`. */
    readonly movedFrom: readonly string[];
  };
  readonly credentials: Credentials;
}

/** A stack with a job for each way to break an invariant, all run by one function. */
export function stackOfJobs(program: Program): (stack: TerraformStack) => void {
  const { profileName, signed, changes = {}, foundJobId, edits, credentials } = program;
  const isEdited = edits !== undefined;
  return (stack) => {
    const aws = stack.node.findChild("aws") as AwsProvider;
    aws.accessKey = credentials.accessKeyId;
    aws.secretKey = credentials.secretAccessKey;
    aws.token = credentials.sessionToken;
    if (isEdited) aws.defaultTags = [{ tags: { team: "platform" } }];
    const signingFunction = new SigningFunction(stack, "signing", {
      functionName: FUNCTION_NAME,
      ...(isEdited && { memorySize: 512, timeoutSeconds: 600, logRetentionDays: 7, tags: { stage: "test" } }),
    });

    const sign = (
      name: string,
      what: WhatIsSigned,
      how: Partial<SigningJobProps> = {},
      id = `${name}-job`,
    ): SigningJob => {
      const { source, destination, profileVersion: signingProfileVersion, profileOwner, triggers } = what;
      const attributes = { signingProfileName: profileName, signingProfileVersion };
      const job = new SigningJob(stack, id, {
        signingFunction,
        profile: SigningProfile.fromSigningProfileAttributes(stack, `${id}-profile`, attributes),
        source: SigningSource.fromBucket(source.bucketName, source.key, source.version),
        destination: SigningDestination.toBucket(source.bucketName, destination),
        profileOwner,
        triggers,
        ...how,
      });
      outputJob(stack, name, job);
      return job;
    };

    const how = isEdited ? { ignoreSigningJobFailure: true, timeoutSeconds: 300 } : {};
    const plain = sign("plain", signed, how, isEdited ? "plain-job-elsewhere" : "plain-job");
    for (const address of edits?.movedFrom ?? []) {
      (address.startsWith("terraform_data.") ? plain.request : plain.resource).moveFromId(address);
    }
    sign("revocable", signed, { revokeOnDestroy: true, revocationReason: isEdited ? "Retired" : undefined, ...how });
    for (const name of CHANGING) {
      sign(name, { ...signed, ...(name in changes && { [name]: changes[name] }) });
    }
    sign("adopted", signed, isEdited ? how : { importJobId: foundJobId });
    outputJob(stack, "read", SigningJob.fromJobId(stack, "read-job", foundJobId));
  };
}
