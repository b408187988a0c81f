import { RolePolicyStatement, SigningFunction, SigningFunctionProps } from "../../src";
import { newStack, token } from "../synth/fixtures";
import { Template } from "../synth/template";

const FUNCTION = "aws_lambda_function";

describe("a signing function is refused", () => {
  test.each<[string, SigningFunctionProps, string]>([
    [
      "with a name that AWS Lambda does not take",
      { functionName: "my function" },
      '[stack/runner] "functionName" must be 1 to 64 letters, digits, underscores and hyphens (no ARN), received "my function"',
    ],
    [
      "with too little memory",
      { memorySize: 127 },
      '"memorySize" must be a whole number from 128 to 10240, received 127',
    ],
    [
      "with too little time to start a job and to answer",
      { timeoutSeconds: 14 },
      '"timeoutSeconds" must be a whole number from 15 to 900, received 14',
    ],
    [
      "with no concurrency",
      { reservedConcurrentExecutions: 0 },
      '"reservedConcurrentExecutions" must be a whole number from 1 to 1000000, received 0',
    ],
    ["with too much memory", { memorySize: 10241 }, '"memorySize" must be a whole number from 128 to 10240'],
    [
      "with too much time",
      { timeoutSeconds: 901 },
      '"timeoutSeconds" must be a whole number from 15 to 900, received 901',
    ],
    [
      "with another language's runtime",
      { runtime: "python3.12" },
      '"runtime" must be a runtime of Node.js 20 or later, such as "nodejs22.x", received "python3.12"',
    ],
    ["with a runtime of the past", { runtime: "nodejs18.x" }, '"runtime" must be a runtime of Node.js 20 or later'],
    [
      "with a retention that CloudWatch Logs does not know",
      { logRetentionDays: 31 },
      '"logRetentionDays" must be one of 0, 1, 3, 5, 7, 14, 30,',
    ],
    ["with an alias for a key", { logKmsKeyArn: "alias/logs" }, '"logKmsKeyArn" must be the ARN of an AWS KMS key'],
    [
      "with a name for a role's ARN",
      { roleArn: "my-role" },
      '"roleArn" must be the ARN of an IAM role, received "my-role"',
    ],
    ["with an impossible role name", { roleName: "a b" }, '"roleName" must be 1 to 64 letters, digits'],
    [
      "with an open role path",
      { rolePath: "/ci" },
      '"rolePath" must be a path that begins and ends with "/", received "/ci"',
    ],
    [
      "with something else than a policy for a boundary",
      { permissionsBoundaryArn: "arn:aws:iam::111111111111:role/x" },
      '"permissionsBoundaryArn" must be the ARN of an IAM policy',
    ],
    [
      "with a network without subnets",
      { vpcConfig: { subnetIds: [], securityGroupIds: ["sg-1"] } },
      '"vpcConfig.subnetIds" must be a list of at least one, received []',
    ],
    [
      "with a network without security groups",
      { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [] } },
      '"vpcConfig.securityGroupIds" must be a list of at least one, received []',
    ],
    ...(["roleName", "rolePath", "permissionsBoundaryArn"] as const).map(
      (property): [string, SigningFunctionProps, string] => [
        `with a role of the user's own and "${property}" for another`,
        {
          roleArn: "arn:aws:iam::111111111111:role/own",
          [property]: { roleName: "r", rolePath: "/", permissionsBoundaryArn: "arn:aws:iam::aws:policy/b" }[property],
        },
        `"${property}" configures a role that this construct creates, and must not be given together with "roleArn"`,
      ],
    ),
  ])("%s", (_, props, message) => {
    expect(() => new SigningFunction(newStack(), "runner", props)).toThrow(message);
  });

  test("never because of a token", () => {
    const template = Template.of((stack) => {
      const { text, number, list } = token(stack);
      new SigningFunction(stack, "runner", {
        functionName: text,
        memorySize: number,
        timeoutSeconds: number,
        runtime: text,
        logRetentionDays: number,
        logKmsKeyArn: text,
        vpcConfig: { subnetIds: list, securityGroupIds: list },
        roleArn: text,
      });
    });
    expect(template.resource(FUNCTION)).toMatchObject({
      memory_size: "${terraform_data.unknown.output.value}",
      vpc_config: { subnet_ids: "${terraform_data.unknown.output.value}" },
    });
  });

  test("with an ARN to import", () => {
    expect(() => SigningFunction.fromFunctionName(newStack(), "shared", "arn:aws:lambda:x")).toThrow(
      '[stack/shared] "functionName" must be 1 to 64 letters, digits, underscores and hyphens (no ARN), received "arn:aws:lambda:x"',
    );
  });
});

describe("a statement for the function's role", () => {
  const allow = (statement: object): void => {
    const runner = new SigningFunction(newStack(), "runner");
    runner.addToRolePolicy(statement as RolePolicyStatement);
  };

  test.each<[string, object, string]>([
    [
      "without actions",
      { actions: [], resources: ["*"] },
      '[stack/runner] "actions" must be a list of at least one, received []',
    ],
    [
      "without resources",
      { actions: ["s3:GetObject"], resources: [] },
      '"resources" must be a list of at least one, received []',
    ],
    [
      "with a text for a list",
      { actions: "s3:GetObject", resources: ["*"] },
      '"actions" must be a list of at least one, received "s3:GetObject"',
    ],
    ["without actions", { resources: ["*"] }, '"actions" must be a list of at least one, received nothing'],
    [
      "with an empty action",
      { actions: ["s3:GetObject", ""], resources: ["*"] },
      '"actions[1]" must be a non-empty string, received ""',
    ],
    [
      "with an empty resource",
      { actions: ["s3:GetObject"], resources: [""] },
      '"resources[0]" must be a non-empty string, received ""',
    ],
  ])("is refused %s", (_, statement, message) => {
    expect(() => allow(statement)).toThrow(message);
  });

  test("may contain tokens", () => {
    const template = Template.of((stack) => {
      const { text } = token(stack);
      new SigningFunction(stack, "runner").addToRolePolicy({ actions: ["s3:GetObject", text], resources: [text] });
    });
    expect(template.resource("aws_iam_role_policy").policy).toContain(
      '"Resource" = [terraform_data.unknown.output.value]',
    );
  });
});

describe("allowed sources", () => {
  test.each<[string, unknown, unknown, string]>([
    [
      "without a bucket",
      undefined,
      "a/",
      '"bucketName" must be the name of a bucket: 3 to 63 letters, digits, periods and hyphens (no ARN, no URL), received nothing',
    ],
    [
      "with an ARN",
      "arn:aws:s3:::b",
      "a/",
      '"bucketName" must be the name of a bucket: 3 to 63 letters, digits, periods and hyphens (no ARN, no URL), received "arn:aws:s3:::b"',
    ],
    ["without a prefix", "b-1", undefined, '"keyPrefix" must be 0 to 1024 bytes long in UTF-8, received nothing'],
    [
      "with a prefix that is no key",
      "b-1",
      "k".repeat(1025),
      '"keyPrefix" must be 0 to 1024 bytes long in UTF-8, received "kkk',
    ],
  ])("are refused %s", (_, bucketName, keyPrefix, message) => {
    const runner = new SigningFunction(newStack(), "runner");
    expect(() => runner.allowSources(bucketName as string, keyPrefix as string)).toThrow(`[stack/runner] ${message}`);
  });
});
