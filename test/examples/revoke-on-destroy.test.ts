import { revokedJobs, testExample } from "./test-example";

let job: unknown;

testExample("revoke-on-destroy", "runs signed code, whose signature is revoked at the end and not before", {
  whenDeployed: async ({ example, account, sandbox }) => {
    const { jobId, revokedAt } = await example.outputsOf();
    job = jobId;

    expect(revokedAt).toBe("not revoked");
    expect((await account.invoke("revoke-on-destroy")).payload).toBe("Hello world, from signed code");
    expect(await revokedJobs(sandbox, account.id)).toEqual([]);
  },
  whenDestroyed: async ({ account, sandbox }) => {
    expect(await revokedJobs(sandbox, account.id)).toEqual([job]);
  },
});
