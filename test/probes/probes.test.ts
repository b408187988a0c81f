import { cleanUp } from "../../probes/aws/clean-up";
import { plannedResources, RunNames } from "../../probes/aws/names";
import { sandboxTarget } from "../../probes/run/local-target";
import { Runner, type Result } from "../../probes/run/runner";
import type { Target } from "../../probes/run/target";
import { PROBES } from "../../probes/themes";
import { describeWithSandbox, freshAccountId } from "../sandbox-under-test";

function idsOf(results: readonly Result[], kind: Result["verdict"]["kind"]): string[] {
  return results.filter(({ verdict }) => verdict.kind === kind).map(({ probe }) => probe.id);
}

function notHolding(results: readonly Result[]): unknown[] {
  return results.filter(({ verdict }) => verdict.kind !== "holds").map(({ probe, verdict }) => [probe.id, verdict]);
}

test("each probe has a different id, and there are at least 60", () => {
  const ids = PROBES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(60);
});

describeWithSandbox("the probes", (sandbox) => {
  let target: Target;
  let runner: Runner;
  const names = new RunNames();
  const quickJobs: string[] = [];

  beforeAll(async () => {
    target = await sandboxTarget(sandbox.url, { account: freshAccountId(), region: "us-east-1" });
    for (const accountId of [target.accountId, target.other?.accountId]) {
      const effect = { type: "jobDuration", seconds: 0.5 } as const;
      quickJobs.push(await sandbox.addFault({ match: { accountId }, effect }));
    }
    runner = new Runner(target, { probes: PROBES, names, isPatient: true, signal: new AbortController().signal });
  });
  afterAll(async () => {
    target.clients.destroy();
    target.other?.clients.destroy();
    for (const fault of quickJobs) await sandbox.removeFault(fault);
  });

  test("all hold on the sandbox", async () => {
    expect(notHolding(await runner.askAll())).toEqual([]);
  });

  test("create no more than a dry run lists", async () => {
    const operations = {
      "signing profile": "PutSigningProfile",
      "signing job": "StartSigningJob",
      function: "CreateFunction",
    };
    for (const [kind, operation] of Object.entries(operations)) {
      const created = new Set<string>();
      for (const { status, time, jobId, profileName, functionName } of await sandbox.calls({
        accountId: target.accountId,
        operation,
      })) {
        if (status !== undefined && status < 300) created.add(jobId ?? functionName ?? profileName ?? time);
      }
      expect(created.size).toBeGreaterThan(0);
      const planned = plannedResources(names).find((each) => each.kind === kind)?.atMost;
      expect({ kind, count: created.size, planned, isPlanned: created.size <= (planned ?? 0) }).toMatchObject({
        isPlanned: true,
      });
    }
  });

  test("each reports a difference if the server gives the wrong answer", async () => {
    const results = await runner.askAllLyingServers();
    expect(idsOf(results, "holds")).toEqual([]);
    expect(idsOf(results, "not asked")).toEqual([]);
  });

  test("remove everything that they created, and leave nothing with their tag", async () => {
    for (const clients of [target.clients, target.other!.clients]) {
      const removals = await cleanUp(clients, names.run);
      expect(removals.length).toBeGreaterThan(0);
      expect(removals.filter(({ failure }) => failure !== undefined)).toEqual([]);
      expect(await cleanUp(clients)).toEqual([]);
    }
  });
});
