import { CHANGING, Program, SIGNING } from "./stack-of-jobs";
import { WatchedStack } from "./watched-stack";
import { ReleasePipeline } from "../scenarios/release-pipeline";
import type { JobOutput } from "../scenarios/signing-stack";
import { describeWithTerraform } from "../scenarios/terraform-under-test";

/** The id of an access key, in AWS's form. */
const ACCESS_KEY_ID = /\bA[KS]IA[0-9A-Z]{16}\b/g;

// The life of one stack, from its first apply to its destruction. The tests build on each other, in order.
describeWithTerraform("signing jobs", (sandbox) => {
  const stack = new WatchedStack(sandbox);
  let program: Program;
  let second: Program["changes"];
  let malformed: Program["changes"];
  let foundJobId: string;
  let tokens: Readonly<Record<string, string>>;
  let jobs: Readonly<Record<string, JobOutput>>;

  beforeAll(async () => {
    const pipeline = await ReleasePipeline.create(stack.account);
    const source = await pipeline.upload("app.zip", "export const handler = async () => 1;");
    foundJobId = await pipeline.sign(source, "signed/");
    await sandbox.clearCalls({ accountId: stack.account.id });
    const deployer = await stack.account.createRole("deployer", [{ Effect: "Allow", Action: "*", Resource: "*" }]);
    program = {
      credentials: await stack.account.sessionOf(deployer),
      profileName: pipeline.profileName,
      foundJobId,
      signed: {
        source,
        destination: "signed/",
        profileVersion: pipeline.profileVersionArn.split("/").at(-1)!,
        triggers: { reason: "first release" },
      },
    };
    second = {
      source: await pipeline.upload("app.zip", "export const handler = async () => 2;"),
      destination: "elsewhere/",
      profileVersion: "abcdefghij",
      profileOwner: stack.account.id,
      triggers: { reason: "key ceremony" },
    };
    const version = await stack.account.putObject(source.bucketName, source.key, "not a zip");
    malformed = { ...second, source: { ...source, version } };
  });

  afterAll(async () => stack.cleanUp());

  describe("Invariant 1: one declared request signs at most one successful job, whatever is interrupted, retried or re-sent", () => {
    test("when functions die, answers are lost and invocations are repeated: no job twice, no job lost", async () => {
      const liveOn = await stack.fault("Invoke", { type: "killFunction", afterSeconds: 3 });
      await stack.fault("StartSigningJob", { type: "jobDuration", seconds: 4 }, SIGNING.length);
      await stack.fault("StartSigningJob", { type: "dropConnection", when: "after" }, 2);
      await stack.declare(program);
      expect(await stack.failingApply()).toContain("Runtime.ExitError");
      tokens = stack.requestTokens();
      await liveOn();

      await stack.fault("Invoke", { type: "dropConnection", when: "after" }, 3);
      await stack.apply();
      jobs = await stack.outputs();
      expect(await stack.jobIds("Succeeded")).toEqual([foundJobId, ...SIGNING.map((name) => jobs[name].jobId)].sort());
      expect(stack.requestTokens()).toEqual(tokens);
      expect(await stack.tokensSent()).toEqual(SIGNING.map((name) => tokens[name]).sort());
    });
  });

  describe("Invariant 2: nothing is signed again unless source, destination, profile (or its version), owner or triggers changed", () => {
    test("each of these signs once; changes of flags, times, tags, function, address and a removed importJobId sign and revoke nothing", async () => {
      const [signedBefore, before] = [await stack.jobIds("Succeeded"), jobs];
      const movedFrom = await stack.addresses(/\.plain-job_(Request|Invocation)_/);
      program = { ...program, changes: second, edits: { movedFrom } };
      await stack.declare(program);
      await stack.apply();

      jobs = await stack.outputs();
      const started = CHANGING.map((name) => jobs[name].jobId);
      expect(await stack.jobIds("Succeeded")).toEqual([...signedBefore, ...started].sort());
      for (const name of ["plain", "revocable", "adopted", "read"]) expect(jobs[name]).toEqual(before[name]);
      expect(await stack.revokedJobIds()).toEqual([]);
    });

    test("another apply does not call the function", async () => {
      const before = await stack.callsOf("Invoke");
      expect(await stack.apply()).toContain("0 added, 0 changed, 0 destroyed");
      expect(await stack.callsOf("Invoke")).toBe(before);
    });
  });

  describe("Invariant 3: a failed re-sign leaves the old result unchanged in state, and the next plan shows the remaining work", () => {
    test("when a new version cannot be signed", async () => {
      const results = stack.storedResults();
      await stack.declare({ ...program, changes: malformed });
      expect(await stack.failingApply()).toContain("SigningJobFailed");

      expect(Object.values(results).join()).toContain(jobs.source.jobId);
      expect(stack.storedResults()).toEqual(results);
      expect(await stack.plan()).toMatch(/# aws_lambda_invocation\.source-job_Invocation_\w+ must be replaced/);
    });
  });

  describe("Invariant 4: import never signs, never revokes; adoption never signs when the job matches", () => {
    test("a job that is read or adopted is the existing one, and no job was started for it", async () => {
      const found = { jobId: foundJobId, status: "Succeeded", imported: "true" };
      expect(jobs).toMatchObject({ read: found, adopted: found });
      expect(await stack.tokensSent()).not.toContain(tokens.adopted);
    });

    test("it is not revoked, even if everything is destroyed", async () => {
      await stack.destroy();
      expect(await stack.revokedJobIds()).not.toContain(foundJobId);
    });
  });

  describe("Invariant 5: a destroy never revokes unless revokeOnDestroy says so", () => {
    test("of all created, replaced and destroyed signatures, only the requested one is revoked, and once", async () => {
      expect(await stack.revokedJobIds()).toEqual([jobs.revocable.jobId]);
      expect(await stack.callsOf("RevokeSignature")).toBe(1);
    });
  });

  describe("Invariant 7: secrets and credentials never reach event, result, state or log", () => {
    test("in everything that was printed, stored and logged of this stack", async () => {
      for (const text of [stack.written.join("\n"), (await stack.functionLog()).join("\n")]) {
        expect(text).toContain(jobs.plain.jobId);
        expect(Object.entries(program.credentials).filter(([, secret]) => text.includes(secret))).toEqual([]);
        // The function's own credentials are not known here, but their form is.
        expect(text.match(ACCESS_KEY_ID) ?? []).toEqual([]);
      }
    });
  });
});
