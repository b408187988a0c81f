import type { Fault } from "./fakes/fake-signer";
import { Event, eventFrom, signEvent, World } from "./fakes/world";
import type { SigningResult } from "../../src/protocol/result";

/** A world with one signed job, and what Terraform sends when it deletes the job's revocation. */
async function signedWorld(changes: Event = {}): Promise<{ world: World; deletion: Event; signingJob: SigningResult }> {
  const world = new World();
  const signingJob = await world.invoke(signEvent(changes));
  const deletion = eventFrom("valid/revoke-delete", { signingJob });
  return { world, deletion, signingJob };
}

test("update returns the job unchanged, without a call to AWS", async () => {
  const event = eventFrom("valid/revoke-update");
  const world = new World();
  expect(await world.invoke(event)).toEqual(event.signingJob);
  expect(world.signer.calls).toEqual([]);
});

describe("create", () => {
  async function creation(): Promise<{ world: World; create: Event; signingJob: SigningResult }> {
    const { world, signingJob } = await signedWorld();
    return { world, create: eventFrom("valid/revoke-create", { signingJob }), signingJob };
  }

  test("returns the job unchanged, and revokes nothing", async () => {
    const { world, create, signingJob } = await creation();
    expect(await world.invoke(create)).toEqual(signingJob);
    expect(world.signer.allJobs[0].revocation).toBeNull();
  });

  test("after an interrupted destroy does not return a revoked signature", async () => {
    const { world, create } = await creation();
    await world.invoke({ ...create, tf: { action: "delete", prev_input: null } });
    const error = await world.failToInvoke(create);
    expect(error.name).toBe("SignatureRevoked");
    expect(error.message).toMatch(
      /^The signature of signing job job-0 for s3:\/\/unsigned\/app\/v1\.zip .* with the reason "Replaced by a newer build"\. .* change the job's triggers\.$/,
    );
  });

  test("returns a job that AWS Signer has forgotten unchanged", async () => {
    const { world, create, signingJob } = await creation();
    world.signer.forget("job-0");
    expect(await world.invoke(create)).toEqual(signingJob);
  });

  test("returns an ignored failure unchanged, because it has no signature", async () => {
    const world = new World();
    world.signer.plans = [{ durationMs: 100, failure: "no good" }];
    const signingJob = await world.invoke(signEvent({ ignoreSigningJobFailure: true }));
    const callsBefore = world.signer.calls.length;
    expect(await world.invoke(eventFrom("valid/revoke-create", { signingJob }))).toEqual(signingJob);
    expect(world.signer.calls).toHaveLength(callsBefore);
  });

  test("is an error if the function cannot read the job", async () => {
    const { world, create } = await creation();
    const error = await world.failToInvoke(create, { faults: new Array<Fault>(60).fill("denied") });
    expect(error).toMatchObject({
      name: "AccessDenied",
      message: expect.stringMatching(/signer:DescribeSigningJob on signing job job-0/),
    });
  });
});

test("delete revokes the signature with the declared reason", async () => {
  const { world, deletion, signingJob } = await signedWorld();
  expect(await world.invoke(deletion)).toEqual(signingJob);
  expect(world.signer.allJobs[0].revocation).toMatchObject({ reason: "Replaced by a newer build" });
});

test("delete names the job's owner, which AWS Signer requires for another account's signature", async () => {
  const { world, deletion } = await signedWorld({ profileOwner: "222222222222" });
  const revoke = jest.spyOn(world.signer, "revoke");
  await world.invoke(deletion);
  expect(revoke).toHaveBeenCalledWith({
    jobId: "job-0",
    jobOwner: "222222222222",
    reason: "Replaced by a newer build",
  });
});

test("delete of a revoked signature succeeds, and keeps the first reason", async () => {
  const { world, deletion } = await signedWorld();
  world.signer.revoke({ jobId: "job-0", jobOwner: null, reason: "leaked" });
  await world.invoke(deletion);
  expect(world.signer.allJobs[0].revocation).toMatchObject({ reason: "leaked" });
  expect(world.loggedEvents("nothing-to-revoke")).toHaveLength(1);
});

test("delete of a job that AWS Signer has forgotten succeeds", async () => {
  const { world, deletion } = await signedWorld();
  world.signer.forget("job-0");
  await world.invoke(deletion);
  expect(world.loggedEvents("nothing-to-revoke")).toMatchObject([{ jobId: "job-0" }]);
});

test("delete of an ignored failure succeeds: it has no signature", async () => {
  const world = new World();
  world.signer.plans = [{ durationMs: 100, failure: "no good" }];
  const signingJob = await world.invoke(signEvent({ ignoreSigningJobFailure: true }));
  await world.invoke(eventFrom("valid/revoke-delete", { signingJob }));
  expect(world.signer.callsOf("RevokeSignature")).toEqual([]);
});

test.each<[string, Fault[]]>([
  ["throttling", ["throttled", "throttled", "throttled"]],
  ["a server error", ["internal"]],
  ["a denial until IAM has propagated", new Array(10).fill("denied")],
  ["a connection lost before", ["lost"]],
])("delete revokes in spite of %s", async (_, faults) => {
  const { world, deletion } = await signedWorld();
  await world.invoke(deletion, { faults: [null, ...faults] });
  expect(world.signer.allJobs[0].revocation).not.toBeNull();
});

test("delete with a lost answer succeeds, although AWS Signer refuses to revoke twice", async () => {
  const { world, deletion } = await signedWorld();
  await world.invoke(deletion, { faults: [null, "lost after work"] });
  expect(world.signer.callsOf("RevokeSignature")).toHaveLength(2);
  expect(world.signer.allJobs[0].revocation).toMatchObject({ reason: "Replaced by a newer build" });
  expect(world.loggedEvents("nothing-to-revoke")).toMatchObject([{ because: "its signature is revoked already" }]);
  expect(world.loggedEvents("revoked")).toEqual([]);
});

test("a refused revocation is an error with AWS Signer's message and both ways out", async () => {
  const { world, deletion } = await signedWorld();
  const error = await world.failToInvoke(deletion, { faults: [null, "refused"] });
  expect(error.name).toBe("SignatureNotRevoked");
  expect(error.message).toMatch(
    /^The signature of signing job job-0 of signing profile "app_profile" could not be revoked: treat it as still valid\. Apply, or destroy, again\. .*terraform state rm .* The last answer to RevokeSignature was ValidationException \(HTTP 400\): /,
  );
});

test.each([
  ["RevokeSignature", 1],
  ["DescribeSigningJob", 0],
])(
  "a revocation for which %s stays denied is an error that names the permission to grant",
  async (operation, requestsBefore) => {
    const { world, deletion } = await signedWorld();
    const startedAt = world.clock.now();
    const faults = [...new Array(requestsBefore).fill(null), ...new Array<Fault>(60).fill("denied")];
    const error = await world.failToInvoke(deletion, { faults });
    expect(error.name).toBe("AccessDenied");
    expect(error.message).toContain(`AWS denied signer:${operation} on signing job job-0`);
    expect(error.message).toContain("could not be revoked: treat it as still valid.");
    expect(error.message).toContain("Grant signer:DescribeSigningJob and signer:RevokeSignature.");
    expect(error.message).toContain("attach revocationPolicyDocumentFor(…)");
    expect(world.clock.now() - startedAt).toBeGreaterThanOrEqual(60_000);
  },
);

describe("a revocation is done only when AWS Signer confirms it:", () => {
  test("a proxy's page does not count as a job that AWS Signer has forgotten", async () => {
    const { world, deletion } = await signedWorld();
    const error = await world.failToInvoke(deletion, { faults: ["foreign"] });
    expect(error.name).toBe("AwsNotReached");
    expect(error.message).toMatch(
      /^The function did not reach AWS for DescribeSigningJob: the answer did not come from AWS\. The signature of signing job job-0 .* could not be revoked: treat it as still valid\. .* The answer was HTTP 404: <html>Not Found<\/html>\.$/,
    );
    expect(world.signer.allJobs[0].revocation).toBeNull();
    expect(world.loggedEvents("nothing-to-revoke")).toEqual([]);
  });

  test("a proxy's page does not count as a successful revocation", async () => {
    const { world, deletion } = await signedWorld();
    expect((await world.failToInvoke(deletion, { faults: [null, "foreign"] })).name).toBe("AwsNotReached");
    expect(world.loggedEvents("revoked")).toEqual([]);
  });

  test("a successful answer counts only if the record of the job shows the revocation", async () => {
    const { world, deletion } = await signedWorld();
    jest.spyOn(world.signer, "revoke").mockImplementation(() => undefined);
    const error = await world.failToInvoke(deletion);
    expect(error.name).toBe("SignatureNotRevoked");
    expect(error.message).toMatch(
      /treat it as still valid\. Apply, or destroy, again\. .* AWS Signer reports the signature as not revoked\.$/,
    );
    expect(world.loggedEvents("revoked")).toEqual([]);
  });

  test("a record that shows the revocation late only delays the answer", async () => {
    const { world, deletion } = await signedWorld();
    const { revoke } = world.signer;
    jest.spyOn(world.signer, "revoke").mockImplementation((input) => {
      void world.clock.sleep(5_000).then(() => revoke.call(world.signer, input));
    });
    await world.invoke(deletion);
    expect(world.loggedEvents("revoked")).toHaveLength(1);
  });
});

test.each(["create"])("a proxy's page does not let %s return a signature that may be revoked", async (action) => {
  const { world, signingJob } = await signedWorld();
  const create = eventFrom("valid/revoke-create", { signingJob, tf: { action } });
  expect((await world.failToInvoke(create, { faults: ["foreign"] })).name).toBe("AwsNotReached");
});

test("a revocation that is not found does not count as done while the job exists", async () => {
  const { world, deletion } = await signedWorld();
  const revoke = jest.spyOn(world.signer, "revoke").mockImplementation((input) => {
    world.signer.forget("another");
    revoke.mockRestore();
    world.signer.revoke({ ...input, jobId: "another" });
  });
  await world.invoke(deletion);
  expect(world.signer.allJobs[0].revocation).not.toBeNull();
  expect(world.signer.callsOf("RevokeSignature")).toHaveLength(2);
});
