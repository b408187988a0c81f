import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { CancelSigningProfileCommand, RevokeSigningProfileCommand } from "@aws-sdk/client-signer";
import { zipSync } from "fflate";
import type { FaultRow } from "./fault-matrix";
import { describeFaults, expectSeen, jobsFromNow, row, sign } from "./fault-suite";
import type { Event } from "./signing-function";
import { moduleZip, policy } from "../sandbox/test-account";

describeFaults("a fault of what is to be signed", (suite) => {
  describe("of the profile", () => {
    row("the error names a profile that does not exist, and once it exists, the same request signs", async (seen) => {
      const event = suite.signer.event({ profileName: "late_profile", timeoutSeconds: 2 });
      expectSeen(await suite.signer.invoke(event), seen);
      await suite.signer.account.createProfile("late_profile");
      await sign(suite, event);
    });

    row("a canceled profile is refused with AWS Signer's message, and no job is started", async (seen) => {
      const newJobs = await jobsFromNow(suite);
      await suite.signer.account.createProfile("canceled");
      await suite.signer.account.root.signer.send(new CancelSigningProfileCommand({ profileName: "canceled" }));
      expectSeen(await suite.signer.invoke(suite.signer.event({ profileName: "canceled" })), seen);
      expect(await newJobs()).toEqual([]);
    });

    row("a revoked profile is refused with AWS Signer's message, and no job is started", async (seen) => {
      const newJobs = await jobsFromNow(suite);
      const profileVersion = (await suite.signer.account.createProfile("revoked")).split("/").pop();
      const revocation = {
        profileName: "revoked",
        profileVersion,
        reason: "leaked",
        effectiveTime: new Date(Date.now() - 60_000),
      };
      await suite.signer.account.root.signer.send(new RevokeSigningProfileCommand(revocation));
      expectSeen(await suite.signer.invoke(suite.signer.event({ profileName: "revoked" })), seen);
      expect(await newJobs()).toEqual([]);
    });
  });

  describe("of the source", () => {
    async function failsFor(source: Event, seen: FaultRow): Promise<void> {
      expectSeen(await suite.signer.invoke(suite.signer.event({ source })), seen);
    }

    async function objectOf(body: Uint8Array | string): Promise<Event> {
      const version = await suite.signer.account.putObject(suite.signer.sourceBucket, "spoiled.zip", body);
      return { bucketName: suite.signer.sourceBucket, key: "spoiled.zip", version };
    }

    row("a source key that does not exist fails the job, and the error says so", async (seen) => {
      await failsFor({ ...(suite.signer.event().source as Event), key: "missing.zip" }, seen);
    });

    row("a source version that does not exist fails the job, and the error says so", async (seen) => {
      await failsFor({ ...(suite.signer.event().source as Event), version: "missing" }, seen);
    });

    row("a source bucket that does not exist fails the job, and the error says so", async (seen) => {
      await failsFor({ ...(suite.signer.event().source as Event), bucketName: "missing-bucket-of-nobody" }, seen);
    });

    row("a source bucket without versioning fails the job, and the error says so", async (seen) => {
      const bucketName = `unversioned-${suite.signer.account.id}`;
      await suite.signer.account.root.s3.send(new CreateBucketCommand({ Bucket: bucketName }));
      await suite.signer.account.putObject(bucketName, "app.zip", moduleZip("1;"));
      await failsFor({ bucketName, key: "app.zip", version: "null" }, seen);
    });

    row("an empty package fails the job, and the error says so", async (seen) =>
      failsFor(await objectOf(new Uint8Array()), seen),
    );

    row("a package without any file fails the job, and the error says so", async (seen) =>
      failsFor(await objectOf(zipSync({})), seen),
    );

    row("a malformed package fails the job, and the error says so", async (seen) =>
      failsFor(await objectOf("this is not a zip"), seen),
    );

    row("a package that is already signed fails the job, and the error says so", async (seen) => {
      const { signedObject } = (await suite.signer.invoke(suite.signer.event())).payload;
      const object = { Bucket: signedObject.bucketName, Key: signedObject.key };
      const signed = await suite.signer.account.root.s3.send(new GetObjectCommand(object));
      await failsFor(await objectOf((await signed.Body?.transformToByteArray()) ?? ""), seen);
    });
  });

  describe("of permissions", () => {
    async function deniedFor(action: string, seen: FaultRow): Promise<void> {
      const denial = { RoleName: suite.signer.roleName, PolicyName: "denial" };
      const PolicyDocument = policy([{ Effect: "Deny", Action: action, Resource: "*" }]);
      const event = suite.signer.event({ timeoutSeconds: 2 });
      await suite.signer.account.root.iam.send(new PutRolePolicyCommand({ ...denial, PolicyDocument }));
      try {
        expectSeen(await suite.signer.invoke(event), seen);
      } finally {
        await suite.signer.account.root.iam.send(new DeleteRolePolicyCommand(denial));
      }
      await sign(suite, event);
    }

    row(
      "the error names a destination without write permission, and once it is granted, the same request signs",
      (seen) => deniedFor("s3:PutObject", seen),
    );

    row("the error names a source without read permission, and once it is granted, the same request signs", (seen) =>
      deniedFor("s3:GetObjectVersion", seen),
    );

    row("permissions that have not propagated yet are retried", async () => {
      const match = { operation: "StartSigningJob" };
      await suite.signer.fault({ match, effect: { type: "accessDenied" }, times: 3 });
      await suite.signer.fault({
        match: { operation: "DescribeSigningJob" },
        effect: { type: "accessDenied" },
        times: 2,
      });
      await sign(suite, suite.signer.event());
    });
  });

  describe("of the event", () => {
    /** A refused event changes nothing, even if it would be the first step of something. */
    async function refusedUnasked(event: unknown, seen: FaultRow): Promise<void> {
      const calls = async () =>
        (await suite.sandbox.calls({ service: "signer", accountId: suite.signer.account.id })).length;
      const before = await calls();
      expectSeen(await suite.signer.invoke(event), seen);
      expect(await calls()).toBe(before);
    }

    row("an event of an older version, without newer fields, signs as before", async () => {
      const { protocolVersion, operation, requestToken, source, destination, profileName } = suite.signer.event();
      await sign(suite, { protocolVersion, operation, requestToken, source, destination, profileName });
    });

    row("an event of a newer version is refused, and the error says which side to deploy", async (seen) =>
      refusedUnasked(suite.signer.event({ protocolVersion: 2, operation: "sign-and-more" }), seen),
    );

    row("a field that this version does not know is refused, because it would have no effect", async (seen) =>
      refusedUnasked(suite.signer.event({ hashAlgorithm: "SHA512" }), seen),
    );

    row("an event that is not a JSON object is refused", async (seen) => {
      for (const event of ["sign", 7, null, true, [suite.signer.event()]]) await refusedUnasked(event, seen);
    });

    row("an unknown operation is refused", async (seen) =>
      refusedUnasked(suite.signer.event({ operation: "resign" }), seen),
    );

    row("values of the wrong type are refused, all in one error", async (seen) =>
      refusedUnasked(suite.signer.event({ source: "s3://bucket/key", profileName: 7, timeoutSeconds: "soon" }), seen),
    );

    row("missing fields are refused, all in one error", async (seen) =>
      refusedUnasked({ ...suite.signer.event(), requestToken: undefined, profileName: undefined }, seen),
    );

    row("strings are accepted for booleans and numbers", async () => {
      await sign(suite, suite.signer.event({ ignoreSigningJobFailure: "false", timeoutSeconds: "30" }));
    });
  });
});
