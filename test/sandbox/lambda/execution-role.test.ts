import { CreateRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { describeWithSandbox } from "../../sandbox-under-test";
import { errorOf, moduleZip, policy, TestAccount, type Clients } from "../test-account";

const CODE = { ZipFile: moduleZip("export const handler = async () => 1;") };
const FOREIGN_TRUST = policy([
  { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
]);

describeWithSandbox("the role of a function", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  async function create(Role: string, { lambda }: Clients = account.root): Promise<unknown> {
    const input = { FunctionName: "f", Runtime: "nodejs22.x" as const, Handler: "index.handler", Code: CODE, Role };
    return lambda.send(new CreateFunctionCommand(input));
  }

  test("must exist", async () => {
    const error = await errorOf(create(`arn:aws:iam::${account.id}:role/nobody`));
    expect(error.name).toBe("InvalidParameterValueException");
    expect(error.message).toMatch(
      /^The role defined for the function cannot be assumed by Lambda\. \(.*nobody does not exist\.\)$/,
    );
  });

  test("must trust Lambda, when the function is created and when it is invoked", async () => {
    const { Role } = await account.root.iam.send(
      new CreateRoleCommand({ RoleName: "foreign", AssumeRolePolicyDocument: FOREIGN_TRUST }),
    );
    expect((await errorOf(create(Role?.Arn ?? ""))).message).toMatch(/does not let lambda\.amazonaws\.com assume it/);
    await account.createFunction("invoked");
    await account.root.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: "invoked-role", PolicyDocument: FOREIGN_TRUST }),
    );
    expect(await errorOf(account.invoke("invoked"))).toMatchObject({ name: "InvalidParameterValueException" });
  });

  test("is accepted only from callers that may pass it to Lambda", async () => {
    const role = await account.createRole("role", []);
    const deploy = { Effect: "Allow", Action: "lambda:CreateFunction", Resource: "*" };
    const passTo = (service: string) => ({
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: role,
      Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    for (const [name, statements] of [
      ["no-pass", [deploy]],
      ["pass-to-ec2", [deploy, passTo("ec2.amazonaws.com")]],
    ] as const) {
      const caller = await account.assume(await account.createRole(name, [...statements]));
      const error = await errorOf(create(role, caller));
      expect(error.name).toBe("AccessDeniedException");
      expect(error.message).toMatch(/is not authorized to perform: iam:PassRole on resource: .*:role\/role/);
    }
    const caller = await account.assume(await account.createRole("pass", [deploy, passTo("lambda.amazonaws.com")]));
    expect(await create(role, caller)).toMatchObject({ FunctionName: "f" });
  });

  test("must be in the caller's account", async () => {
    const error = await errorOf(create("arn:aws:iam::222222222222:role/other"));
    expect(error.message).toMatch(/^Cross-account pass role is not allowed/);
  });
});
