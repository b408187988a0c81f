import { testExample } from "./test-example";

testExample("sign-lambda-package", "runs the code that a job has signed", {
  whenDeployed: async ({ example, account }) => {
    const { jobId, status, signedObjectKey, functionName } = await example.outputsOf();

    expect(status).toBe("Succeeded");
    expect(signedObjectKey).toBe(`signed/${String(jobId)}.zip`);
    expect((await account.invoke(String(functionName), { name: "reader" })).payload).toBe(
      "Hello reader, from signed code",
    );
  },
});
