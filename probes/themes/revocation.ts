import { randomUUID } from "node:crypto";
import { GetRevocationStatusCommand, ListSigningJobsCommand, RevokeSignatureCommand } from "@aws-sdk/client-signer";
import type { Answer } from "../aws/answer";
import { LAMBDA } from "../aws/preparations";
import { accepts, refuses, refusesAs, says, type Json } from "../lies/lie";
import { observe } from "../observation";
import { api, BY_OTHERS, choice, document, type Probe } from "../probe";
import type { Asking } from "../run/asking";

const REVOKE = "src/handler/revoke.ts";

/** Revoking signatures, and what cannot be revoked. */
export const revocation: readonly Probe[] = [
  {
    id: "revocation/succeeds",
    assumption: "The signature of a successful job on the Lambda platform can be revoked: 200 without a body",
    source: BY_OTHERS,
    usedBy: "`revokeOnDestroy`",
    isRelied: true,
    lie: refuses("RevokeSignature", 400, "ValidationException"),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.freshJob();
      return observe(await revoke(asking, jobId), { status: 200 });
    },
  },
  {
    id: "revocation/record",
    assumption: "A revoked job has a revocationRecord with reason, revokedAt and revokedBy, and is still Succeeded",
    source: api("DescribeSigningJob"),
    usedBy: `${REVOKE} and src/handler/sign.ts recognize a revocation by the revocationRecord`,
    isRelied: true,
    lie: says("DescribeSigningJob", (body) => {
      delete body.revocationRecord;
    }),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.revokedJob();
      return observe((await asking.describe(jobId)).body, {
        status: "Succeeded",
        revocationRecord: {
          reason: "probe",
          revokedBy: /^arn:/,
          revokedAt: (time: unknown) => typeof time === "number",
        },
      });
    },
  },
  {
    id: "revocation/keeps-signed-object",
    assumption: "A revoked job still names its signed object",
    source: api("DescribeSigningJob"),
    usedBy: "an adopted job is judged by its signed object",
    isRelied: false,
    lie: says("DescribeSigningJob", (body) => {
      delete body.signedObject;
    }),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.revokedJob();
      return observe((await asking.describe(jobId)).body, { signedObject: { s3: { key: /./ } } });
    },
  },
  {
    id: "revocation/listed",
    assumption: "ListSigningJobs with isRevoked lists a revoked job",
    source: api("ListSigningJobs"),
    usedBy: "nothing but the sandbox",
    isRelied: false,
    lie: says("ListSigningJobs", (body) => {
      body.jobs = [];
    }),
    ask: async (asking) => {
      const { jobId } = await asking.prepared.revokedJob();
      for (let nextToken: string | undefined; ;) {
        const command = new ListSigningJobsCommand({ isRevoked: true, nextToken, maxResults: 25 });
        const { body } = await asking.signer(command);
        const job = body?.jobs?.find((each: Json) => each.jobId === jobId);
        nextToken = body?.nextToken;
        if (job !== undefined || !nextToken) return observe({ job }, { job: { isRevoked: true } });
      }
    },
  },
  {
    id: "revocation/twice",
    assumption: "A signature that is revoked already is refused with 400 ValidationException",
    source: choice("AWS does not document it"),
    usedBy: `${REVOKE} reads the job after a refusal, and treats a revoked one as done`,
    isRelied: false,
    lie: accepts("RevokeSignature"),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.revokedJob();
      return observe(await revoke(asking, jobId), { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "revocation/failed-job",
    assumption: "A failed job has no signature to revoke: 400 ValidationException",
    source: choice("AWS documents that jobs have to be successful, and not the error"),
    usedBy: `${REVOKE} does not ask for it`,
    isRelied: false,
    lie: accepts("RevokeSignature"),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.failedJob();
      return observe(await revoke(asking, jobId), { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "revocation/running-job",
    assumption: "A job that runs has no signature to revoke: 400 ValidationException",
    source: choice("AWS documents that jobs have to be successful, and not the error"),
    usedBy: `${REVOKE} reports the refusal`,
    isRelied: false,
    lie: refusesAs("RevokeSignature", 404, "ResourceNotFoundException"),
    ask: async (asking) => {
      const { body } = await asking.start();
      return observe(await revoke(asking, String(body?.jobId)), { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "revocation/unknown-job",
    assumption: "RevokeSignature of an unknown job is refused with 404 ResourceNotFoundException",
    source: api("RevokeSignature"),
    usedBy: `${REVOKE} treats it as already done, so a destroy is not blocked forever`,
    isRelied: true,
    lie: refusesAs("RevokeSignature", 400, "ValidationException"),
    ask: async (asking) =>
      observe(await revoke(asking, randomUUID()), { status: 404, error: "ResourceNotFoundException" }),
  },
  {
    id: "revocation/no-reason",
    assumption: "RevokeSignature without a reason is refused with 400 ValidationException",
    source: document("https://github.com/boto/botocore/blob/develop/botocore/data/signer/2017-08-25/service-2.json"),
    usedBy: "`revocationReason` is checked at synthesis and by the handler",
    isRelied: false,
    lie: accepts("RevokeSignature"),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.succeededJob();
      return observe(await revoke(asking, jobId, ""), { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "revocation/long-reason",
    assumption: "RevokeSignature with a reason of more than 500 characters is refused with 400 ValidationException",
    source: document("https://github.com/boto/botocore/blob/develop/botocore/data/signer/2017-08-25/service-2.json"),
    usedBy: "`revocationReason` is checked at synthesis and by the handler",
    isRelied: false,
    lie: accepts("RevokeSignature"),
    ask: async (asking) => {
      const { jobId = "" } = await asking.prepared.succeededJob();
      return observe(await revoke(asking, jobId, "r".repeat(501)), { status: 400, error: "ValidationException" });
    },
  },
  {
    id: "revocation/status-of-lambda",
    assumption: "GetRevocationStatus refuses the Lambda platform with 400 ValidationException",
    source: BY_OTHERS,
    usedBy: "the handler asks DescribeSigningJob whether a signature is revoked",
    isRelied: false,
    lie: accepts("GetRevocationStatus", { revokedEntities: [] }),
    ask: async (asking) => {
      const { jobId } = await asking.prepared.revokedJob();
      const { versionArn } = await asking.prepared.profile("main");
      const { partition, region, accountId } = asking.prepared.surroundings;
      const answer = await asking.signer(
        new GetRevocationStatusCommand({
          platformId: LAMBDA,
          signatureTimestamp: new Date(),
          profileVersionArn: versionArn,
          jobArn: `arn:${partition}:signer:${region}:${accountId}:/signing-jobs/${jobId}`,
          certificateHashes: ["0".repeat(96)],
        }),
      );
      return observe(answer, { status: 400, error: "ValidationException" });
    },
  },
];

async function revoke(asking: Asking, jobId: string, reason = "probe"): Promise<Answer> {
  return asking.signer(new RevokeSignatureCommand({ jobId, reason }));
}
