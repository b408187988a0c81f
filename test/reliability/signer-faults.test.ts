import { RevokeSignatureCommand } from "@aws-sdk/client-signer";
import { describeFaults, expectSeen, jobsFromNow, row, sign, untilNextApply } from "./fault-suite";
import { SigningFunction } from "./signing-function";

describeFaults("a fault of AWS Signer", (suite) => {
  describe("of AWS Signer and the way to it", () => {
    type Effect = Parameters<SigningFunction["fault"]>[0]["effect"];

    /** @param times how often. Default: always */
    async function at(operation: "StartSigningJob" | "DescribeSigningJob", effect: Effect, times?: number) {
      await suite.signer.fault({ match: { operation }, effect, times });
    }

    /** Signs one job only, in one invocation. */
    async function passesUnseen(): Promise<void> {
      const newJobs = await jobsFromNow(suite);
      const { jobId } = await sign(suite, suite.signer.event());
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    }

    row("a throttled StartSigningJob is retried", async () => {
      await at("StartSigningJob", { type: "throttle" }, 3);
      await passesUnseen();
    });

    row("a throttled DescribeSigningJob is retried", async () => {
      await at("DescribeSigningJob", { type: "throttle" }, 3);
      await passesUnseen();
    });

    row("server errors are retried", async () => {
      await at("StartSigningJob", { type: "serverError", status: 503 }, 2);
      await at("DescribeSigningJob", { type: "serverError", status: 500 }, 2);
      await passesUnseen();
    });

    row("a connection that is reset before the job starts is opened again", async () => {
      await at("StartSigningJob", { type: "dropConnection", when: "before" }, 2);
      await passesUnseen();
    });

    row("a connection that is reset after the job started leads to the same job", async () => {
      await at("StartSigningJob", { type: "dropConnection", when: "after" }, 2);
      await at("DescribeSigningJob", { type: "dropConnection", when: "after" }, 1);
      await passesUnseen();
    });

    row("a missing answer to StartSigningJob differs from a refusal, and the next apply signs", async (seen) => {
      const newJobs = await jobsFromNow(suite);
      const event = suite.signer.event({ timeoutSeconds: 2 });
      await at("StartSigningJob", { type: "serverError", status: 500 });
      expectSeen(await suite.signer.invoke(event), seen);
      await suite.signer.removeFaults();
      const { jobId } = await sign(suite, event);
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    });

    row("a missing answer to DescribeSigningJob leaves the job running, and the next apply finds it", async (seen) => {
      const newJobs = await jobsFromNow(suite);
      const event = suite.signer.event({ timeoutSeconds: 2 });
      await at("DescribeSigningJob", { type: "throttle" });
      expectSeen(await suite.signer.invoke(event), seen);
      await suite.signer.removeFaults();
      const { jobId } = await sign(suite, event);
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    });
  });

  describe("of the job", () => {
    row("a failed job is not the result of the next apply, which starts a new job", async (seen) => {
      const newJobs = await jobsFromNow(suite);
      const event = suite.signer.event();
      await suite.signer.fault({
        effect: { type: "jobFails", statusReason: "The signing key is on holiday" },
        times: 1,
      });
      expectSeen(await suite.signer.invoke(event), seen);
      await untilNextApply();
      const { jobId } = await sign(suite, event);
      const jobs = await newJobs();
      expect(jobs).toHaveLength(2);
      expect(jobs).toContainEqual({ jobId, status: "Succeeded" });
      expect((await sign(suite, event)).jobId).toBe(jobId);
    });

    row("a revoked signature is not created again, whatever else replaces the invocation", async (seen) => {
      const newJobs = await jobsFromNow(suite);
      const event = suite.signer.event();
      const { jobId } = await sign(suite, event);
      await suite.signer.account.root.signer.send(new RevokeSignatureCommand({ jobId, reason: "leaked" }));
      await untilNextApply();
      expectSeen(await suite.signer.invoke({ ...event, timeoutSeconds: 30 }), seen);
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    });

    row("a job that takes longer than timeoutSeconds is found by the next apply", async (seen) => {
      const newJobs = await jobsFromNow(suite);
      const event = suite.signer.event({ timeoutSeconds: 1 });
      await suite.signer.fault({ effect: { type: "jobDuration", seconds: 3 }, times: 1 });
      expectSeen(await suite.signer.invoke(event), seen);
      const { jobId } = await sign(suite, { ...event, timeoutSeconds: 30 });
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    });

    row("a job that never ends is reported before Lambda ends the function", async (seen) => {
      const short = await SigningFunction.deploy(suite.sandbox, suite.handler, 8);
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
});
