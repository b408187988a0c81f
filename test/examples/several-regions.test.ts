import { testExample } from "./test-example";

testExample("several-regions", "signs in each Region with a function of that Region", {
  whenDeployed: async ({ example, account, sandbox }) => {
    const outputs = await example.outputsOf();
    const started = await sandbox.calls({ accountId: account.id, operation: "StartSigningJob" });
    const invoked = await sandbox.calls({ accountId: account.id, operation: "Invoke" });

    expect(started.map(({ region }) => region).sort()).toEqual(["eu-west-1", "us-east-1"]);
    expect(new Set(invoked.map(({ region, functionName }) => `${region} ${functionName}`))).toEqual(
      new Set([`eu-west-1 ${outputs["eu-west-1-function"]}`, `us-east-1 ${outputs["us-east-1-function"]}`]),
    );
    expect(outputs["eu-west-1-signed-object"]).not.toBe(outputs["us-east-1-signed-object"]);
  },
});
