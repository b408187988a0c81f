import { setTimeout } from "node:timers/promises";
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import {
  CancelSigningProfileCommand,
  RevokeSignatureCommand,
  RevokeSigningProfileCommand,
} from "@aws-sdk/client-signer";
import { zipSync } from "fflate";
import { beginning, FaultRow, faultRows } from "./fault-matrix";
import { handlerPackage, wrapped } from "./handler-package";
import { Answer, Event, SigningFunction } from "./signing-function";
import { moduleZip, policy } from "../sandbox/test-account";
import { describeWithSandbox } from "../sandbox-under-test";

/** Applies are further apart than AWS Signer's times, which count whole seconds, leave in doubt. */
const BETWEEN_APPLIES_MS = 3_000;
const SHORT_JOB_SECONDS = 0.2;

// Jobs, patience and processes take real seconds here.
jest.setTimeout(60_000);

/** A test of the fault matrix, given its row: what the table says the user sees is what the test expects. */
function row(testName: string, proof: (row: FaultRow) => Promise<void>): void {
  const found = faultRows().find((candidate) => candidate.testName === testName);
  if (found === undefined) throw new Error(`docs/reliability.md has no row for "${testName}"`);
  test(testName, async () => proof(found));
}

function expectSeen({ functionError, payload }: Answer, { seen }: FaultRow): void {
  expect(seen).toHaveLength(2);
  const [errorType, errorMessage] = seen.map((text) => expect.stringMatching(beginning(text)));
  expect({ functionError, ...payload }).toMatchObject({ functionError: "Unhandled", errorType, errorMessage });
}

describeWithSandbox("the deployed function, under a fault", (sandbox) => {
  const handler = handlerPackage();
  let signer: SigningFunction;

  beforeAll(async () => {
    signer = await SigningFunction.deploy(sandbox, handler);
  });

  beforeEach(async () => signer.fault({ effect: { type: "jobDuration", seconds: SHORT_JOB_SECONDS } }));

  afterEach(async () => signer.removeFaults());

  afterAll(() => signer.close());

  /** @returns what tells of the jobs that were started since */
  async function jobsFromNow(): Promise<() => Promise<{ jobId?: string; status?: string }[]>> {
    const earlier = new Set((await signer.jobs()).map(({ jobId }) => jobId));
    return async () => {
      const later = (await signer.jobs()).filter(({ jobId }) => !earlier.has(jobId));
      return later.map(({ jobId, status }) => ({ jobId, status }));
    };
  }

  /** The invocation must give a result: what the user does not get to see at all. */
  async function sign(event: Event): Promise<{ jobId: string; status: string }> {
    const { payload } = await signer.invoke(event);
    expect(payload).toMatchObject({ status: "Succeeded", imported: false });
    return payload;
  }

  describe("of the profile", () => {
    row("a profile that does not exist is named, and once it does, the same request signs", async (seen) => {
      const event = signer.event({ profileName: "late_profile", timeoutSeconds: 2 });
      expectSeen(await signer.invoke(event), seen);
      await signer.account.createProfile("late_profile");
      await sign(event);
    });

    row("a canceled profile is refused in AWS Signer's words, and no job is started", async (seen) => {
      const newJobs = await jobsFromNow();
      await signer.account.createProfile("canceled");
      await signer.account.root.signer.send(new CancelSigningProfileCommand({ profileName: "canceled" }));
      expectSeen(await signer.invoke(signer.event({ profileName: "canceled" })), seen);
      expect(await newJobs()).toEqual([]);
    });

    row("a revoked profile is refused in AWS Signer's words, and no job is started", async (seen) => {
      const newJobs = await jobsFromNow();
      const profileVersion = (await signer.account.createProfile("revoked")).split("/").pop();
      const revocation = {
        profileName: "revoked",
        profileVersion,
        reason: "leaked",
        effectiveTime: new Date(Date.now() - 60_000),
      };
      await signer.account.root.signer.send(new RevokeSigningProfileCommand(revocation));
      expectSeen(await signer.invoke(signer.event({ profileName: "revoked" })), seen);
      expect(await newJobs()).toEqual([]);
    });
  });

  describe("of the source", () => {
    async function failsFor(source: Event, seen: FaultRow): Promise<void> {
      expectSeen(await signer.invoke(signer.event({ source })), seen);
    }

    async function objectOf(body: Uint8Array | string): Promise<Event> {
      const version = await signer.account.putObject(signer.sourceBucket, "spoiled.zip", body);
      return { bucketName: signer.sourceBucket, key: "spoiled.zip", version };
    }

    row("a source key that does not exist fails the job, which says so", async (seen) => {
      await failsFor({ ...(signer.event().source as Event), key: "missing.zip" }, seen);
    });

    row("a source version that does not exist fails the job, which says so", async (seen) => {
      await failsFor({ ...(signer.event().source as Event), version: "missing" }, seen);
    });

    row("a source bucket that does not exist fails the job, which says so", async (seen) => {
      await failsFor({ ...(signer.event().source as Event), bucketName: "missing-bucket-of-nobody" }, seen);
    });

    row("a source bucket without versioning fails the job, which says so", async (seen) => {
      const bucketName = `unversioned-${signer.account.id}`;
      await signer.account.root.s3.send(new CreateBucketCommand({ Bucket: bucketName }));
      await signer.account.putObject(bucketName, "app.zip", moduleZip("1;"));
      await failsFor({ bucketName, key: "app.zip", version: "null" }, seen);
    });

    row("an empty package fails the job, which says so", async (seen) =>
      failsFor(await objectOf(new Uint8Array()), seen),
    );

    row("a package without any file fails the job, which says so", async (seen) =>
      failsFor(await objectOf(zipSync({})), seen),
    );

    row("a malformed package fails the job, which says so", async (seen) =>
      failsFor(await objectOf("this is not a zip"), seen),
    );

    row("a package that is signed already fails the job, which says so", async (seen) => {
      const { signedObject } = (await signer.invoke(signer.event())).payload;
      const object = { Bucket: signedObject.bucketName, Key: signedObject.key };
      const signed = await signer.account.root.s3.send(new GetObjectCommand(object));
      await failsFor(await objectOf((await signed.Body?.transformToByteArray()) ?? ""), seen);
    });
  });

  describe("of permissions", () => {
    async function deniedFor(action: string, seen: FaultRow): Promise<void> {
      const denial = { RoleName: signer.roleName, PolicyName: "denial" };
      const PolicyDocument = policy([{ Effect: "Deny", Action: action, Resource: "*" }]);
      const event = signer.event({ timeoutSeconds: 2 });
      await signer.account.root.iam.send(new PutRolePolicyCommand({ ...denial, PolicyDocument }));
      try {
        expectSeen(await signer.invoke(event), seen);
      } finally {
        await signer.account.root.iam.send(new DeleteRolePolicyCommand(denial));
      }
      await sign(event);
    }

    row(
      "a destination that may not be written is named with the action, and once it may, the same request signs",
      (seen) => deniedFor("s3:PutObject", seen),
    );

    row("a source that may not be read is named with the action, and once it may, the same request signs", (seen) =>
      deniedFor("s3:GetObjectVersion", seen),
    );

    row("permissions that have not propagated yet are waited for", async () => {
      const match = { operation: "StartSigningJob" };
      await signer.fault({ match, effect: { type: "accessDenied" }, times: 3 });
      await signer.fault({
        match: { operation: "DescribeSigningJob" },
        effect: { type: "accessDenied" },
        times: 2,
      });
      await sign(signer.event());
    });
  });

  describe("of AWS Signer and the way to it", () => {
    type Effect = Parameters<SigningFunction["fault"]>[0]["effect"];

    /** @param times how often; for ever, if not given */
    async function at(operation: "StartSigningJob" | "DescribeSigningJob", effect: Effect, times?: number) {
      await signer.fault({ match: { operation }, effect, times });
    }

    /** Signs one job only, in one invocation. */
    async function passesUnseen(): Promise<void> {
      const newJobs = await jobsFromNow();
      const { jobId } = await sign(signer.event());
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    }

    row("a start that is throttled is repeated", async () => {
      await at("StartSigningJob", { type: "throttle" }, 3);
      await passesUnseen();
    });

    row("a look at the job that is throttled is repeated", async () => {
      await at("DescribeSigningJob", { type: "throttle" }, 3);
      await passesUnseen();
    });

    row("server errors are outlasted", async () => {
      await at("StartSigningJob", { type: "serverError", status: 503 }, 2);
      await at("DescribeSigningJob", { type: "serverError", status: 500 }, 2);
      await passesUnseen();
    });

    row("a connection that is reset before the job is started is opened again", async () => {
      await at("StartSigningJob", { type: "dropConnection", when: "before" }, 2);
      await passesUnseen();
    });

    row("a connection that is reset after the job was started gives the same job again", async () => {
      await at("StartSigningJob", { type: "dropConnection", when: "after" }, 2);
      await at("DescribeSigningJob", { type: "dropConnection", when: "after" }, 1);
      await passesUnseen();
    });

    row(
      "an AWS Signer that does not answer the start is told from one that refuses, and the next apply signs",
      async (seen) => {
        const newJobs = await jobsFromNow();
        const event = signer.event({ timeoutSeconds: 2 });
        await at("StartSigningJob", { type: "serverError", status: 500 });
        expectSeen(await signer.invoke(event), seen);
        await signer.removeFaults();
        const { jobId } = await sign(event);
        expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
      },
    );

    row("an AWS Signer that does not tell of the job leaves it running, and the next apply finds it", async (seen) => {
      const newJobs = await jobsFromNow();
      const event = signer.event({ timeoutSeconds: 2 });
      await at("DescribeSigningJob", { type: "throttle" });
      expectSeen(await signer.invoke(event), seen);
      await signer.removeFaults();
      const { jobId } = await sign(event);
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    });
  });

  describe("of the job", () => {
    row("a job that failed is not taken for the next apply's: that one starts a new job", async (seen) => {
      const newJobs = await jobsFromNow();
      const event = signer.event();
      await signer.fault({ effect: { type: "jobFails", statusReason: "The signing key is on holiday" }, times: 1 });
      expectSeen(await signer.invoke(event), seen);
      await setTimeout(BETWEEN_APPLIES_MS);
      const { jobId } = await sign(event);
      const jobs = await newJobs();
      expect(jobs).toHaveLength(2);
      expect(jobs).toContainEqual({ jobId, status: "Succeeded" });
      expect((await sign(event)).jobId).toBe(jobId);
    });

    row("a job whose signature somebody revokes is signed anew by the next invocation, and by no plan", async () => {
      const event = signer.event();
      const { jobId } = await sign(event);
      await signer.account.root.signer.send(new RevokeSignatureCommand({ jobId, reason: "leaked" }));
      await setTimeout(BETWEEN_APPLIES_MS);
      expect((await sign(event)).jobId).not.toBe(jobId);
    });

    row("a job that takes longer than timeoutSeconds is found by the next apply", async (seen) => {
      const newJobs = await jobsFromNow();
      const event = signer.event({ timeoutSeconds: 1 });
      await signer.fault({ effect: { type: "jobDuration", seconds: 3 }, times: 1 });
      expectSeen(await signer.invoke(event), seen);
      const { jobId } = await sign({ ...event, timeoutSeconds: 30 });
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    });

    row("a job that never ends is told before Lambda ends the function", async (seen) => {
      const short = await SigningFunction.deploy(sandbox, handler, 8);
      try {
        await short.fault({ effect: { type: "jobNeverEnds" } });
        const startedAt = performance.now();
        expectSeen(await short.invoke(short.event()), seen);
        expect(performance.now() - startedAt).toBeLessThan(8_000);
        expect(await short.jobs()).toMatchObject([{ status: "InProgress" }]);
      } finally {
        await short.removeFaults();
        short.close();
      }
    });
  });

  describe("of the function", () => {
    row(
      "a function that is killed while it starts the job leaves at most one, which the next apply finds",
      async (seen) => {
        const newJobs = await jobsFromNow();
        const event = signer.event();
        await signer.fault({
          match: { operation: "StartSigningJob" },
          effect: { type: "delay", seconds: 1 },
          times: 1,
        });
        await signer.fault({
          match: { operation: "Invoke" },
          effect: { type: "killFunction", afterSeconds: 0.5 },
          times: 1,
        });
        expectSeen(await signer.invoke(event), seen);
        const { jobId } = await sign(event);
        expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
      },
    );

    row(
      "a function that is killed while it waits leaves the job running, and the next apply finds it",
      async (seen) => {
        const newJobs = await jobsFromNow();
        const event = signer.event();
        await signer.fault({ effect: { type: "jobDuration", seconds: 2 }, times: 1 });
        await signer.fault({
          match: { operation: "Invoke" },
          effect: { type: "killFunction", afterSeconds: 1 },
          times: 1,
        });
        expectSeen(await signer.invoke(event), seen);
        const { jobId } = await sign(event);
        expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
      },
    );

    row("an answer that is lost on its way to Terraform is given again", async () => {
      const newJobs = await jobsFromNow();
      const event = signer.event();
      const match = { operation: "Invoke" };
      await signer.fault({ match, effect: { type: "dropConnection", when: "after" }, times: 1 });
      await expect(signer.invoke(event)).rejects.toThrow(/socket hang up|ECONNRESET/);
      const { jobId } = await sign(event);
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    });

    row("invocations of one request side by side give one job", async () => {
      const newJobs = await jobsFromNow();
      const event = signer.event();
      const jobIds = await Promise.all([sign(event), sign(event), sign(event)]).then((all) =>
        all.map((job) => job.jobId),
      );
      expect(await newJobs()).toEqual([{ jobId: jobIds[0], status: "Succeeded" }]);
      expect(new Set(jobIds).size).toBe(1);
    });

    for (const [testName, minutes] of [
      ["a function whose clock is 6 minutes slow corrects it, and still tells earlier jobs from its own", -6],
      ["a function whose clock is 6 minutes fast corrects it, and still tells earlier jobs from its own", 6],
    ] as const) {
      row(testName, async () => {
        const skewed = await SigningFunction.deploy(sandbox, wrapped(handler, clockOffBy(minutes * 60_000)));
        try {
          await skewed.fault({ effect: { type: "jobFails", statusReason: "No good" }, times: 1 });
          const event = skewed.event();
          expect((await skewed.invoke(event)).payload.errorType).toBe("SigningJobFailed");
          await setTimeout(BETWEEN_APPLIES_MS);
          expect((await skewed.invoke(event)).payload).toMatchObject({ status: "Succeeded" });
          expect(await skewed.jobs()).toHaveLength(2);
          const calls = await sandbox.calls({ operation: "StartSigningJob" });
          const [first] = calls.filter(({ bucketName }) => bucketName === skewed.sourceBucket);
          expect(first).toMatchObject({ status: 403, errorCode: "InvalidSignatureException" });
        } finally {
          await skewed.removeFaults();
          skewed.close();
        }
      });
    }
  });

  describe("of the event", () => {
    /** An event that is refused changes nothing, not even if it would be the beginning of something. */
    async function refusedUnasked(event: unknown, seen: FaultRow): Promise<void> {
      const calls = async () => (await sandbox.calls({ service: "signer", accountId: signer.account.id })).length;
      const before = await calls();
      expectSeen(await signer.invoke(event), seen);
      expect(await calls()).toBe(before);
    }

    row("an event of an older version, without the fields that came later, signs as it did", async () => {
      const { protocolVersion, operation, requestToken, source, destination, profileName } = signer.event();
      await sign({ protocolVersion, operation, requestToken, source, destination, profileName });
    });

    row("an event of a newer version is refused, and says which side is to be deployed", async (seen) =>
      refusedUnasked(signer.event({ protocolVersion: 2, operation: "sign-and-more" }), seen),
    );

    row("a field that this version does not know is refused, for what it asks for would not happen", async (seen) =>
      refusedUnasked(signer.event({ hashAlgorithm: "SHA512" }), seen),
    );

    row("an event that is no JSON object is refused", async (seen) => {
      for (const event of ["sign", 7, null, true, [signer.event()]]) await refusedUnasked(event, seen);
    });

    row("an unknown operation is refused", async (seen) => refusedUnasked(signer.event({ operation: "resign" }), seen));

    row("values of the wrong type are refused, all in one error", async (seen) =>
      refusedUnasked(signer.event({ source: "s3://bucket/key", profileName: 7, timeoutSeconds: "soon" }), seen),
    );

    row("missing fields are refused, all in one error", async (seen) =>
      refusedUnasked({ ...signer.event(), requestToken: undefined, profileName: undefined }, seen),
    );

    row("strings for booleans and numbers are understood", async () => {
      await sign(signer.event({ ignoreSigningJobFailure: "false", timeoutSeconds: "30" }));
    });
  });
});

/** An entry point that lets the handler see a wrong time of day. What time it has left, Lambda tells by the same clock. */
function clockOffBy(milliseconds: number): string {
  return `
    const { now } = Date;
    globalThis.Date = class extends Date {
      constructor(...parts) { super(...(parts.length === 0 ? [now() + ${milliseconds}] : parts)); }
      static now() { return now() + ${milliseconds}; }
    };
    const { handler: real } = await import("./index.mjs");
    export const handler = async (event, context) =>
      real(event, {
        invokedFunctionArn: context.invokedFunctionArn,
        getRemainingTimeInMillis: () => context.getRemainingTimeInMillis() + ${milliseconds},
      });`;
}
