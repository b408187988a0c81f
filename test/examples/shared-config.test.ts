import { GetFunctionCodeSigningConfigCommand, GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { testExample } from "./test-example";

testExample("shared-config", "runs signed code in a VPC, as the config of another stack requires", {
  whenDeployed: async ({ example, account, sandbox }) => {
    const { functionName, signedBy } = await example.outputsOf("service");
    const FunctionName = String(functionName);

    expect((await account.invoke(FunctionName)).payload).toBe("Hello world, from a VPC");
    const configuration = await account.root.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(configuration.SigningProfileVersionArn).toBe(signedBy);
    expect(configuration.VpcConfig?.SubnetIds).toHaveLength(1);

    const { CodeSigningConfigArn } = await account.root.lambda.send(
      new GetFunctionCodeSigningConfigCommand({ FunctionName }),
    );
    expect(CodeSigningConfigArn).toMatch(/:code-signing-config:csc-/);
    const created = await sandbox.calls({ accountId: account.id, operation: "CreateCodeSigningConfig" });
    expect(created).toHaveLength(1);
  },
});
