import { randomUUID } from "node:crypto";
import { objectArn, signingJobArn } from "../arn";
import type { StartedJob } from "../client-request-tokens";
import { ACCOUNT_ID, NOT_EMPTY, PROFILE_NAME } from "../constraints";
import type { SignerContext } from "../context";
import { resourceNotFound, validationError } from "../errors";
import type { Call, Operation } from "../operation";
import { NOTATION } from "../platforms";
import { finishJob, readSource, signedKey } from "../signing-work";
import type { JobOutcome, ObjectSigningJob, SigningProfile, SourceObject } from "../state";

interface StartRequest {
  readonly source: SourceObject;
  readonly destination: { readonly bucketName: string; readonly prefix: string };
  readonly profileName: string;
  readonly profileOwner: string;
}

export function startSigningJob(context: SignerContext): Operation {
  return {
    name: "StartSigningJob",
    method: "POST",
    path: "/signing-jobs",
    handle: async (call) => {
      const { clientRequestToken, ...request } = readRequest(call);
      const { caller, region } = call;
      const reference = { region, owner: request.profileOwner, name: request.profileName };
      const profile = await context.access.requireProfile(caller, "StartSigningJob", reference);
      const token = `${caller.accountId}/${region}/${clientRequestToken}`;
      return context.tokens.once(token, request, () => start(context, call, request, profile));
    },
  };
}

/** The model leaves both `s3` structures and the destination bucket optional, but has no replacement for them. */
function readRequest({ input, caller }: Call): StartRequest & { readonly clientRequestToken: string } {
  return input.read(({ body }) => ({
    source: body.structure("source", (source) =>
      source.structure("s3", (s3) => ({
        bucketName: s3.text("bucketName", NOT_EMPTY),
        key: s3.text("key", NOT_EMPTY),
        version: s3.text("version", NOT_EMPTY),
      })),
    ),
    destination: body.structure("destination", (destination) =>
      destination.structure("s3", (s3) => ({
        bucketName: s3.text("bucketName", NOT_EMPTY),
        prefix: s3.optionalText("prefix") ?? "",
      })),
    ),
    profileName: body.text("profileName", PROFILE_NAME),
    profileOwner: body.optionalText("profileOwner", ACCOUNT_ID) ?? caller.accountId,
    clientRequestToken: body.text("clientRequestToken", NOT_EMPTY),
  }));
}

/**
 * Refuses what AWS refuses at once, and leaves the rest to the job.
 *
 * The permission to write is checked in the caller's identity policies. A bucket policy that grants it is not seen.
 * The Region of the buckets is not checked.
 */
async function start(
  context: SignerContext,
  { caller, region }: Call,
  request: StartRequest,
  profile: SigningProfile | undefined,
): Promise<StartedJob> {
  if (profile === undefined) {
    throw resourceNotFound(`profile with name ${request.profileName} does not exist`, "ProfileNotFound");
  }
  requireUsable(profile);
  const source = await readSource(context, caller, region, profile, request.source);
  const id = randomUUID();
  const { bucketName, prefix } = request.destination;
  const destination = { bucketName, key: signedKey(profile, prefix, id) };
  await context.access.requireObjectAccess(caller, "s3:PutObject", objectArn(region, bucketName, destination.key));

  const job: ObjectSigningJob = {
    id,
    arn: signingJobArn(region, profile.owner, id),
    region,
    owner: profile.owner,
    invoker: caller.accountId,
    requestedBy: caller.arn,
    profile,
    source: request.source,
    createdAt: context.ports.clock.now(),
  };
  context.state.addJob(job);

  const { durationSeconds, failureReason } = context.ports.faults.plan({
    profileName: profile.name,
    bucketName: request.source.bucketName,
    key: request.source.key,
  });
  const found = failureReason === undefined ? source : { failure: failureReason };
  const finish = async (): Promise<JobOutcome> => finishJob(context, caller, job, found, destination);
  context.runner.start(job, durationSeconds, finish);
  return { jobId: job.id, jobOwner: job.owner };
}

/** The text of AWS is not known. The sandbox chose this one. */
export function requireActive(profile: SigningProfile): void {
  if (profile.status === "Active") return;
  const message = `Cannot start a signing job with profile ${profile.name} in ${profile.status} state`;
  throw validationError(message, "ProfileNotActive");
}

/** The text of AWS is not known. The sandbox chose this one. */
function requireUsable(profile: SigningProfile): void {
  requireActive(profile);
  if (profile.platform.platformId === NOTATION) {
    throw validationError(`Platform ${NOTATION} signs payloads: use SignPayload instead of StartSigningJob`);
  }
}
