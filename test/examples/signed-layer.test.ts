import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { testExample } from "./test-example";

testExample("signed-layer", "runs code and a layer that the profile of its config has signed", {
  whenDeployed: async ({ example, account }) => {
    const { layerVersionArn, signedBy } = await example.outputsOf();
    const FunctionName = "signed-layer";

    expect((await account.invoke(FunctionName)).payload).toBe("Hello world, from a signed layer");
    const configuration = await account.root.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(configuration).toMatchObject({
      SigningProfileVersionArn: signedBy,
      Layers: [{ Arn: layerVersionArn, SigningProfileVersionArn: signedBy }],
    });
  },
});
