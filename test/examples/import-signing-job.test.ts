import { testExample } from "./test-example";

testExample(
  "import-signing-job",
  "reads a job, adopts it, and moves it over from the provider's own resource: it runs once",
  {
    whenDeployed: async ({ example, account, sandbox }) => {
      const { jobId } = await example.outputsOf("release");
      expect(await example.outputsOf("read")).toEqual({ status: "Succeeded", revokedAt: "not revoked" });
      expect((await account.invoke("import-signing-job-read")).payload).toBe("Hello world, from signed code");
      expect(await example.outputsOf("adopt")).toEqual({ jobId, signature: "adopted" });

      await example.deploy({ RELEASE_JOB_ID: String(jobId) });
      expect(await example.outputsOf("release")).toMatchObject({ jobId, signature: "adopted" });
      expect(await sandbox.calls({ accountId: account.id, operation: "StartSigningJob" })).toHaveLength(1);
      expect(await example.plannedChanges()).toBe("");
    },
  },
);
