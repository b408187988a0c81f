import { describeFaults, expectSeen, jobsFromNow, row, sign, untilNextApply } from "./fault-suite";
import { wrapped } from "./handler-package";
import { SigningFunction } from "./signing-function";

describeFaults("a fault of the function", (suite) => {
  row(
    "a function that is killed while it starts the job leaves at most one, which the next apply finds",
    async (seen) => {
      const newJobs = await jobsFromNow(suite);
      const event = suite.signer.event();
      await suite.signer.fault({
        match: { operation: "StartSigningJob" },
        effect: { type: "delay", seconds: 1 },
        times: 1,
      });
      await suite.signer.fault({
        match: { operation: "Invoke" },
        effect: { type: "killFunction", afterSeconds: 0.5 },
        times: 1,
      });
      expectSeen(await suite.signer.invoke(event), seen);
      const { jobId } = await sign(suite, event);
      expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
    },
  );

  row("a function that is killed while it waits leaves the job running, and the next apply finds it", async (seen) => {
    const newJobs = await jobsFromNow(suite);
    const event = suite.signer.event();
    await suite.signer.fault({ effect: { type: "jobDuration", seconds: 2 }, times: 1 });
    await suite.signer.fault({
      match: { operation: "Invoke" },
      effect: { type: "killFunction", afterSeconds: 1 },
      times: 1,
    });
    expectSeen(await suite.signer.invoke(event), seen);
    const { jobId } = await sign(suite, event);
    expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
  });

  row("an answer that is lost on its way to Terraform is returned again", async () => {
    const newJobs = await jobsFromNow(suite);
    const event = suite.signer.event();
    const match = { operation: "Invoke" };
    await suite.signer.fault({ match, effect: { type: "dropConnection", when: "after" }, times: 1 });
    await expect(suite.signer.invoke(event)).rejects.toThrow(/socket hang up|ECONNRESET/);
    const { jobId } = await sign(suite, event);
    expect(await newJobs()).toEqual([{ jobId, status: "Succeeded" }]);
  });

  row("parallel invocations of one request start one job", async () => {
    const newJobs = await jobsFromNow(suite);
    const event = suite.signer.event();
    const jobIds = await Promise.all([sign(suite, event), sign(suite, event), sign(suite, event)]).then((all) =>
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
      const skewed = await SigningFunction.deploy(suite.sandbox, wrapped(suite.handler, clockOffBy(minutes * 60_000)));
      try {
        await skewed.fault({ effect: { type: "jobFails", statusReason: "No good" }, times: 1 });
        const event = skewed.event();
        expect((await skewed.invoke(event)).payload.errorType).toBe("SigningJobFailed");
        await untilNextApply();
        expect((await skewed.invoke(event)).payload).toMatchObject({ status: "Succeeded" });
        expect(await skewed.jobs()).toHaveLength(2);
        const calls = await suite.sandbox.calls({ operation: "StartSigningJob" });
        const [first] = calls.filter(({ bucketName }) => bucketName === skewed.sourceBucket);
        expect(first).toMatchObject({ status: 403, errorCode: "InvalidSignatureException" });
      } finally {
        await skewed.removeFaults();
        skewed.close();
      }
    });
  }
});

/** An entry point that lets the handler see a wrong time of day. Lambda reports the remaining time by the same clock. */
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
