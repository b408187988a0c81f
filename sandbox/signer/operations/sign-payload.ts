import { randomUUID } from "node:crypto";
import { signingJobArn } from "../arn";
import { ACCOUNT_ID, NOT_EMPTY, PROFILE_NAME } from "../constraints";
import type { SignerContext } from "../context";
import { resourceNotFound, validationError } from "../errors";
import type { Operation } from "../operation";
import { LAMBDA, NOTATION } from "../platforms";
import type { SigningJob, SigningProfile } from "../state";
import { expiryOf } from "../validity-period";
import { requireActive } from "./start-signing-job";
import { NOTATION_PAYLOAD } from "../../signature";

/** @see https://docs.aws.amazon.com/signer/latest/api/API_SignPayload.html */
const MAX_PAYLOAD_BYTES = 4096;

/** Signs at once, without a bucket. Its job can be described and revoked like any other. */
export function signPayload(context: SignerContext): Operation {
  return {
    name: "SignPayload",
    method: "POST",
    path: "/signing-jobs/with-payload",
    handle: async ({ caller, region, input }) => {
      const { name, owner, payload, payloadFormat } = input.read(({ body }) => ({
        name: body.text("profileName", PROFILE_NAME),
        owner: body.optionalText("profileOwner", ACCOUNT_ID) ?? caller.accountId,
        payload: Buffer.from(body.text("payload", NOT_EMPTY), "base64"),
        payloadFormat: body.text("payloadFormat", NOT_EMPTY),
      }));
      const profile = await context.access.requireProfile(caller, "SignPayload", { region, owner, name });
      if (profile === undefined) {
        throw resourceNotFound(`profile with name ${name} does not exist`, "ProfileNotFound");
      }
      requireActive(profile);
      requireSignable(profile, payload, payloadFormat);
      const signedAt = context.ports.clock.now();
      const signatureExpiresAt = expiryOf(signedAt, profile.validity);
      const id = randomUUID();
      const job: SigningJob = {
        id,
        arn: signingJobArn(region, owner, id),
        region,
        owner,
        invoker: caller.accountId,
        requestedBy: caller.arn,
        profile,
        createdAt: signedAt,
        outcome: {
          status: "Succeeded",
          statusReason: "Signing Succeeded",
          completedAt: signedAt,
          signatureExpiresAt,
        },
      };
      context.state.addJob(job);
      const claims = {
        jobArn: job.arn,
        profileVersionArn: profile.versionArn,
        signedAt,
        expiresAt: signatureExpiresAt,
      };
      const signature = context.ports.signatures.signPayload(payload, claims).toString("base64");
      return { jobId: id, jobOwner: owner, metadata: {}, signature };
    },
  };
}

/** The sandbox chose the texts. */
function requireSignable({ platform }: SigningProfile, payload: Buffer, payloadFormat: string): void {
  if (platform.platformId !== NOTATION) {
    const instead = platform.platformId === LAMBDA ? ": use StartSigningJob instead of SignPayload" : "";
    throw validationError(`Platform ${platform.platformId} does not sign payloads${instead}`);
  }
  if (payloadFormat !== NOTATION_PAYLOAD) {
    throw validationError(`payloadFormat must be ${NOTATION_PAYLOAD}, received ${payloadFormat}`);
  }
  if (payload.length > MAX_PAYLOAD_BYTES) {
    throw validationError(`The payload must have at most ${MAX_PAYLOAD_BYTES} bytes, received ${payload.length}`);
  }
}
