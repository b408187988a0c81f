import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { testExample } from "./test-example";

testExample("signed-lambda-function", "runs a folder of code, signed by the profile that it names", {
  whenDeployed: async ({ example, account }) => {
    const { functionName, signedBy } = await example.outputsOf();
    const FunctionName = String(functionName);

    expect((await account.invoke(FunctionName)).payload).toBe("Hello world, from signed code");
    const configuration = await account.root.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(configuration.SigningProfileVersionArn).toBe(signedBy);
  },
});
