import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { testExample } from "./test-example";
import { errorOf } from "../sandbox/test-account";

const FUNCTIONS = ["orders", "payments", "invoices", "reports", "legacy"];
const WITH_LAYER = FUNCTIONS.slice(0, 3);

testExample("signed-service", "signs five functions and a layer with one profile, for one config, in one function", {
  whenDeployed: async ({ example, account, sandbox }) => {
    const { signingFunction, ...outputs } = await example.outputsOf();
    const nameOf = (name: string) => String(outputs[`${name}Function`]);
    const calls = async (operation: string) => sandbox.calls({ accountId: account.id, operation });

    for (const name of WITH_LAYER) {
      expect((await account.invoke(nameOf(name))).payload).toBe(`${name}: signed, and so is the layer`);
    }
    expect((await account.invoke(nameOf("legacy"))).payload).toBe("legacy: signed");
    const signers = await Promise.all(FUNCTIONS.map(async (name) => signerOf(nameOf(name))));
    expect(signers).toEqual(FUNCTIONS.map(() => signers[0]));
    expect(signers[0]).toMatch(/:signer:.*\/signing-profiles\//);

    expect(await calls("StartSigningJob")).toHaveLength(6);
    expect(await calls("PutSigningProfile")).toHaveLength(1);
    expect(await calls("CreateCodeSigningConfig")).toHaveLength(1);
    const invoked = new Set((await calls("Invoke")).map(({ functionName }) => functionName));
    expect(invoked).toEqual(new Set([signingFunction, ...[...WITH_LAYER, "legacy"].map(nameOf)]));

    const notRun = await errorOf(account.invoke(nameOf("reports")));
    expect(notRun.name).toBe("InvalidRuntimeException");
    expect(notRun.message).toContain("its runtime is python3.12");

    async function signerOf(FunctionName: string): Promise<string | undefined> {
      const configuration = await account.root.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return configuration.SigningProfileVersionArn;
    }
  },
});
