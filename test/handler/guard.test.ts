import type { Fault } from "./fakes/fake-signer";
import { Event, eventFrom, signEvent, World } from "./fakes/world";
import { FunctionList } from "../../src/handler/function-list";
import type { SigningResult } from "../../src/protocol/result";

/** Signs an object, and returns the event that Terraform sends when it deletes the job's revocation. */
async function sign(world: World, changes: Event = {}): Promise<{ deletion: Event; jobId: string }> {
  const signingJob: SigningResult = await world.invoke(signEvent(changes));
  return { deletion: eventFrom("valid/revoke-delete-with-address", { signingJob }), jobId: signingJob.jobId };
}

function isRevoked(world: World, jobId: string): boolean {
  return world.signer.allJobs.find((job) => job.jobId === jobId)?.revocation !== null;
}

describe("a signature that a function runs on", () => {
  test("is not revoked, and the error names the job, the function and both ways out", async () => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    world.functions.deploy("other", "job-of-another");
    world.functions.deploy("app", jobId);
    const startedAt = world.clock.now();
    const error = await world.failToInvoke(deletion);
    expect(error.name).toBe("SignatureInUse");
    expect(error.message).toBe(
      'The signature of signing job job-0 of signing profile "app_profile" was not revoked, because AWS Lambda still runs ' +
        'code that it signs, in 1 function: "app". Deploy each of them from the new signed object (`terraform apply ' +
        "-replace=ADDRESS`, with the address of its aws_lambda_function), or delete it, and then apply, or destroy, again. To " +
        "leave the signature valid, run `terraform state rm aws_lambda_invocation.sign_Revocation_0D3A1C2B` in the folder of " +
        "its stack, cdktf.out/stacks/STACK.",
    );
    expect(isRevoked(world, jobId)).toBe(false);
    expect(world.signer.callsOf("RevokeSignature")).toEqual([]);
    // The maximum time for which a deleted function is listed.
    expect(world.clock.now() - startedAt).toBeGreaterThan(15_000);
    expect(world.clock.now() - startedAt).toBeLessThan(16_000);
  });

  test.each<[string, (world: World, jobId: string) => void]>([
    [
      "is on the last page",
      (world, jobId) => {
        for (const name of ["a", "b", "c", "d"]) world.functions.deploy(name, "job-of-another");
        world.functions.deploy("z", jobId);
      },
    ],
    [
      "runs on it with a layer",
      (world, jobId) => world.functions.deploy("app", "job-of-the-code", "job-of-a-layer", jobId),
    ],
  ])("is not revoked if the function %s", async (_, deploy) => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    deploy(world, jobId);
    expect((await world.failToInvoke(deletion)).name).toBe("SignatureInUse");
    expect(isRevoked(world, jobId)).toBe(false);
  });

  test("is not revoked for many functions, of which the error names five", async () => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    for (let index = 0; index < 8; index++) world.functions.deploy(`app-${index}`, jobId);
    expect((await world.failToInvoke(deletion)).message).toContain(
      'in 8 functions: "app-0", "app-1", "app-2", "app-3", "app-4", 3 more.',
    );
  });

  test("is not revoked when a function moves to it while the revocation is retried", async () => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    const faults = [null, ...new Array<Fault>(5).fill("internal")];
    const outcome = world.clock.run(world.begin(deletion, { faults }));
    world.functions.deploy("unrelated", "job-of-another");
    const moved = world.clock.sleep(1_000).then(() => world.functions.deploy("app", jobId));
    await expect(outcome).rejects.toMatchObject({ name: "SignatureInUse" });
    await moved;
    expect(isRevoked(world, jobId)).toBe(false);
  });

  test("is revoked without listing functions if AWS Lambda does not check signatures of its platform", async () => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    world.functions.deploy("app", jobId);
    world.signer.platformId = "Notation-OCI-SHA384-ECDSA";
    await world.invoke(deletion);
    expect(isRevoked(world, jobId)).toBe(true);
    expect(world.functions.calls).toEqual([]);
  });

  test("can be signed, read and passed on without listing functions", async () => {
    const world = new World();
    const { deletion } = await sign(world);
    for (const action of ["create", "update"]) await world.invoke({ ...deletion, tf: { action } });
    expect(world.functions.calls).toEqual([]);
  });
});

describe("a deleted function", () => {
  test("that is still listed for a while only delays the revocation", async () => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    world.functions.deploy("app", jobId);
    world.functions.delete("app", 8_000);
    await world.invoke(deletion);
    expect(isRevoked(world, jobId)).toBe(true);
    expect(world.functions.calls.length).toBeLessThan(8);
  });

  test("does not delay the revocation after it is no longer listed", async () => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    world.functions.deploy("app", jobId);
    const outcome = world.clock.run(world.begin(deletion));
    void world.clock.sleep(5_000).then(() => world.functions.deploy("app", "the-new-job"));
    await outcome;
    expect(isRevoked(world, jobId)).toBe(true);
  });
});

describe("revocations of one execution environment", () => {
  async function many(world: World, count: number) {
    const all = [];
    for (let index = 0; index < count; index++) all.push(await sign(world, { requestToken: `token-${index}` }));
    await world.clock.pass(1_000);
    return all;
  }

  test("in succession share a list of the functions", async () => {
    const world = new World();
    const functionList = new FunctionList(world.functions);
    for (const { deletion } of await many(world, 10)) await world.invoke(deletion, { functionList });
    expect(world.functions.calls).toHaveLength(1);
    expect(world.signer.allJobs.every(({ revocation }) => revocation !== null)).toBe(true);
  });

  test("never use a list that is older than the signature", async () => {
    const world = new World();
    const functionList = new FunctionList(world.functions);
    const first = await sign(world);
    await world.invoke(first.deletion, { functionList });
    const second = await sign(world, { requestToken: "second" });
    world.functions.deploy("app", second.jobId);
    expect((await world.failToInvoke(second.deletion, { functionList })).name).toBe("SignatureInUse");
    expect(isRevoked(world, second.jobId)).toBe(false);
  });

  test("never use a list that is 3 s old, even if the environment was frozen", async () => {
    const world = new World();
    const functionList = new FunctionList(world.functions);
    const [first, second] = await many(world, 2);
    await world.invoke(first.deletion, { functionList });
    world.functions.deploy("app", second.jobId);
    // AWS's clock continues while the function's clock is frozen.
    world.signer.epoch += 3_000;
    world.functions.epoch += 3_000;
    expect((await world.failToInvoke(second.deletion, { functionList })).name).toBe("SignatureInUse");
    expect(isRevoked(world, second.jobId)).toBe(false);
  });

  test("never refuse because of a shared list: a function in it may be deleted", async () => {
    const world = new World();
    const functionList = new FunctionList(world.functions);
    const [first, second] = await many(world, 2);
    world.functions.deploy("app", second.jobId);
    await world.invoke(first.deletion, { functionList });
    world.functions.delete("app");
    await world.invoke(second.deletion, { functionList });
    expect(isRevoked(world, second.jobId)).toBe(true);
  });
});

describe("nothing is revoked if AWS Lambda does not list its functions", () => {
  test.each<[Fault, string, RegExp]>([
    [
      "denied",
      "AccessDenied",
      /^AWS denied lambda:ListFunctions on all functions .* Grant lambda:ListFunctions on "\*"\. /,
    ],
    ["foreign", "AwsNotReached", /^The function did not reach AWS for ListFunctions: /],
    [
      "bad credentials",
      "InvalidCredentials",
      /^AWS does not accept the function's own credentials for ListFunctions\. /,
    ],
    [
      "throttled",
      "FunctionsNotListed",
      /did not list the functions for \d+ s\. .* The last answer to ListFunctions was /,
    ],
    [
      "internal",
      "FunctionsNotListed",
      /did not list the functions for \d+ s\. .* The last answer to ListFunctions was /,
    ],
  ])("because it is %s to the end", async (fault, name, text) => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    world.functions.faults = new Array(10_000).fill(fault);
    const error = await world.failToInvoke(deletion);
    expect(error.name).toBe(name);
    expect(error.message).toMatch(text);
    expect(error.message).toContain(
      'The signature of signing job job-0 of signing profile "app_profile" was not revoked, because it is unknown whether a ' +
        "function still runs on it.",
    );
    expect(error.message).toContain("To leave the signature valid, run `terraform state rm aws_lambda_invocation.");
    expect(world.signer.callsOf("RevokeSignature")).toEqual([]);
    expect(isRevoked(world, jobId)).toBe(false);
  });

  test.each<[string, Fault[]]>([
    ["throttled", ["throttled", "throttled", "throttled"]],
    ["denied, until the permission of the same apply has propagated", new Array(10).fill("denied")],
    ["out of order", ["internal", "lost"]],
  ])("but it is asked again while it is %s", async (_, faults) => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    world.functions.faults = faults;
    await world.invoke(deletion);
    expect(isRevoked(world, jobId)).toBe(true);
  });

  test("even after the first page", async () => {
    const world = new World();
    const { deletion, jobId } = await sign(world);
    for (const name of ["a", "b", "c"]) world.functions.deploy(name, "job-of-another");
    world.functions.faults = [null, ...new Array(100).fill("denied")];
    expect((await world.failToInvoke(deletion)).name).toBe("AccessDenied");
    expect(isRevoked(world, jobId)).toBe(false);
  });
});
