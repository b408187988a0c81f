import { testExample } from "./test-example";

testExample("ignore-failures", "deploys the stable package, and says why the candidate could not be signed", {
  whenDeployed: async ({ example, account }) => {
    const outputs = await example.outputsOf();

    expect(outputs).toMatchObject({ candidateStatus: "Failed", deployed: "stable" });
    expect(outputs.candidateStatusReason).toMatch(/zip/i);
    expect((await account.invoke("ignore-failures")).payload).toBe("stable");
  },
});
