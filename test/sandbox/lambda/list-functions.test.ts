import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { LambdaFunctions } from "../../../src/handler/aws/lambda-functions";
import { SdkSigner } from "../../../src/handler/aws/sdk-signer";
import { asRootOf, describeWithSandbox } from "../../sandbox-under-test";
import { errorOf, TestAccount } from "../test-account";

describeWithSandbox("a list of functions", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  test("has pages with functions of the caller's account and Region only, which the handler reads to the end", async () => {
    const names = ["a", "b", "c"];
    const Role = await account.createRole("role", []);
    for (const name of names) await account.createFunction(name, { Role });
    const other = new TestAccount(sandbox);
    await other.createFunction("of-another-account");

    const first = await account.root.lambda.send(new ListFunctionsCommand({ MaxItems: 2 }));
    expect(first.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["a", "b"]);
    process.env.AWS_ENDPOINT_URL_LAMBDA = sandbox.url;
    try {
      const functions = new LambdaFunctions(new SdkSigner(asRootOf(account.id, sandbox)).connection);
      const { value } = await functions.listFunctions(first.NextMarker ?? null, 5_000);
      expect(value).toEqual({ functions: [{ name: "c", signingJobArns: [] }], nextMarker: null });
    } finally {
      delete process.env.AWS_ENDPOINT_URL_LAMBDA;
      other.destroy();
    }
  });

  test("is refused to a role whose policies do not allow it", async () => {
    const nobody = await account.assume(await account.createRole("nobody", []));
    const denied = await errorOf(nobody.lambda.send(new ListFunctionsCommand({})));
    expect(denied.name).toMatch(/^AccessDenied/);
    const allowed = [{ Effect: "Allow", Action: "lambda:ListFunctions", Resource: "*" }];
    const lister = await account.assume(await account.createRole("lister", allowed));
    expect((await lister.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  });
});
