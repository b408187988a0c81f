import { revokedJobs, testExample } from "./test-example";

const OWNER = "111111111111";
const INVOKER = "222222222222";
let job: unknown;

testExample("cross-account", "signs for one of the accounts that its README names with the profile of the other", {
  whenDeployed: async ({ example }) => {
    const outputs = await example.outputsOf();
    job = outputs.jobId;

    expect(outputs).toMatchObject({ jobOwner: OWNER, jobInvoker: INVOKER });
  },
  whenDestroyed: async ({ sandbox }) => {
    expect(await revokedJobs(sandbox, INVOKER)).toContain(job);
  },
});
