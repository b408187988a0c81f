import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ISigningFunction, SigningFunction, SigningFunctionProps, SigningSource } from "../../src";
import { aliasedProvider, KEY_ARN, lambdaProfile, newStack, OTHER_ACCOUNT, signingJob } from "../synth/fixtures";
import { folderOf } from "../synth/folder";
import { Block, show, Template } from "../synth/template";

const FUNCTION = "aws_lambda_function";
const ROLE = "aws_iam_role";
const LOG_GROUP = "aws_cloudwatch_log_group";
const HANDLER = join(__dirname, "../..", "assets", "signing-job-handler.zip");

function providerWith(props: SigningFunctionProps): Template {
  return Template.of((stack) => void new SigningFunction(stack, "runner", props));
}

/** A resource with the values that Terraform compares with its state. */
function asCompared([name, { lifecycle, ...block }]: [string, Block]): [string, Block] {
  const ignored: readonly string[] = lifecycle?.ignore_changes ?? [];
  return [name, Object.fromEntries(Object.entries(block).filter(([argument]) => !ignored.includes(argument)))];
}

describe("a signing function", () => {
  test("has the documented defaults", () => {
    const template = providerWith({});
    expect(template.resource(FUNCTION)).toMatchObject({
      architectures: ["arm64"],
      handler: "index.handler",
      memory_size: 256,
      role: `\${${template.address(ROLE)}.arn}`,
      runtime: "nodejs22.x",
      timeout: 900,
      logging_config: { log_format: "JSON", log_group: `\${${template.address(LOG_GROUP)}.name}` },
    });
    expect(template.resource(LOG_GROUP).retention_in_days).toBe(30);
  });

  test("has the code of this package, and changes with it", () => {
    const { filename, source_code_hash: hash } = providerWith({}).resource(FUNCTION);
    expect(filename).toMatch(/^assets\/.+\/signing-job-handler\.zip$/);
    expect(hash).toBe(createHash("sha256").update(readFileSync(HANDLER)).digest("base64"));
  });

  test("has no environment variables, because they would bind it to one incarnation of its role", () => {
    expect(providerWith({}).resource(FUNCTION)).not.toHaveProperty("environment");
  });

  test.each<[SigningFunctionProps, object]>([
    [{ memorySize: 512 }, { memory_size: 512 }],
    [{ reservedConcurrentExecutions: 1 }, { reserved_concurrent_executions: 1 }],
    [{ timeoutSeconds: 15 }, { timeout: 15 }],
    [{ runtime: "nodejs20.x" }, { runtime: "nodejs20.x" }],
    [{ architecture: "x86_64" }, { architectures: ["x86_64"] }],
    [{ functionName: "signing" }, { function_name: "signing" }],
    [{ tags: { team: "a" } }, { tags: { team: "a" } }],
    [
      { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } },
      { vpc_config: { subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] } },
    ],
    [{ roleArn: "arn:aws:iam::111111111111:role/own" }, { role: "arn:aws:iam::111111111111:role/own" }],
  ])("is made with %j", (props, expected) => {
    expect(providerWith(props).resource(FUNCTION)).toMatchObject(expected);
  });

  test.each<[SigningFunctionProps, object]>([
    [{ logRetentionDays: 0 }, { retention_in_days: 0 }],
    [{ logRetentionDays: 3653 }, { retention_in_days: 3653 }],
    [{ logKmsKeyArn: KEY_ARN }, { kms_key_id: KEY_ARN }],
    [{ functionName: "signing" }, { name: "/aws/lambda/signing" }],
    [{ tags: { team: "a" } }, { tags: { team: "a" } }],
  ])("logs with %j", (props, expected) => {
    expect(providerWith(props).resource(LOG_GROUP)).toMatchObject(expected);
  });

  test.each<[SigningFunctionProps, object]>([
    [{ roleName: "signing+role" }, { name: "signing+role" }],
    [{ rolePath: "/signing/" }, { path: "/signing/" }],
    [
      { permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/boundary" },
      { permissions_boundary: "arn:aws:iam::111111111111:policy/boundary" },
    ],
    [{ tags: { team: "a" } }, { tags: { team: "a" } }],
  ])("takes a role with %j", (props, expected) => {
    expect(providerWith(props).resource(ROLE)).toMatchObject(expected);
  });

  test("creates a role that only AWS Lambda may assume", () => {
    expect(JSON.parse(providerWith({}).resource(ROLE).assume_role_policy)).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  test("does not change a user's own role, and returns the policy that it needs", () => {
    const template = Template.of((stack) => {
      const runner = new SigningFunction(stack, "runner", { roleArn: "arn:aws:iam::111111111111:role/own" });
      signingJob(stack, { signingFunction: runner });
      show(stack, "policy", runner.policyDocumentFor(stack));
    });
    expect(template.resources(ROLE)).toEqual({});
    expect(template.resources("aws_iam_role_policy")).toEqual({});
    expect(template.outputs.policy).toMatch(
      /^\$\{jsonencode\(\{"Version" = "2012-10-17", "Statement" = \[.*s3:GetObjectVersion/,
    );
  });

  test("has names that differ between deployments of the same app, within the lengths of AWS", () => {
    const template = Template.of((stack) => {
      const scope = new Construct(stack, `a-${"very-".repeat(20)}long-path`);
      new SigningFunction(scope, "runner");
    });
    const { function_name: name } = template.resource(FUNCTION);
    const data = template.address("terraform_data");
    expect(name).toBe(`\${${data}.output.readablePart}-\${substr(${data}.id, 0, 8)}`);
    const { readablePart } = template.resource("terraform_data").input;
    expect(readablePart).toMatch(/^[A-Za-z0-9-]+$/);
    expect(`${readablePart}-12345678`.length).toBeLessThanOrEqual(64);
    expect(template.resource(LOG_GROUP).name).toBe(`/aws/lambda/${name}`);
    const { name: roleName, name_prefix: rolePrefix } = template.resource(ROLE);
    expect(roleName).toBeUndefined();
    expect(rolePrefix).toMatch(/^[A-Za-z0-9-]{1,38}$/);
  });

  test("is unchanged, with its jobs, when its stack is renamed", () => {
    const stackCalled = (name: string): Template =>
      Template.of((sibling) => {
        const stack = new TerraformStack(sibling.node.root, name);
        new AwsProvider(stack, "aws", { region: "eu-west-1" });
        signingJob(stack, { revokeOnDestroy: true });
      }, name);
    const [before, after] = ["release", "publication"].map(stackCalled);
    for (const type of [FUNCTION, LOG_GROUP, ROLE, "aws_iam_role_policy", "aws_lambda_invocation", "terraform_data"]) {
      const [was, is] = [before, after].map((template) => Object.entries(template.resources(type)).map(asCompared));
      expect(was).not.toEqual([]);
      expect(is).toEqual(was);
    }
  });

  test("is created after its log group, its permissions and its dependencies", () => {
    const template = Template.of((stack) => {
      const [first, second] = [lambdaProfile(stack, {}, "first"), lambdaProfile(stack, {}, "second")];
      new SigningFunction(stack, "runner", { dependsOn: [first] }).node.addDependency(second);
    });
    expect(template.resource(FUNCTION).depends_on).toEqual([
      template.address(LOG_GROUP),
      template.address("aws_iam_role_policy"),
      template.address("aws_signer_signing_profile", "first"),
      template.address("aws_signer_signing_profile", "second"),
    ]);
  });

  test("creates every resource with the given AWS provider", () => {
    const template = Template.of((stack) => {
      const runner = new SigningFunction(stack, "runner", { provider: aliasedProvider(stack, "us") });
      signingJob(stack, { signingFunction: runner, revokeOnDestroy: true });
    });
    for (const type of [FUNCTION, ROLE, LOG_GROUP, "aws_iam_role_policy"]) {
      const blocks = Object.values(template.resources(type));
      expect(blocks.length).toBeGreaterThan(0);
      for (const block of blocks) expect(block.provider).toBe("aws.us");
    }
  });

  test("exposes its resources as an escape hatch", () => {
    const template = Template.of((stack) => {
      const runner = new SigningFunction(stack, "runner");
      runner.function.addOverride("reserved_concurrent_executions", 2);
      runner.role!.addOverride("max_session_duration", 7200);
      runner.logGroup.addOverride("log_group_class", "INFREQUENT_ACCESS");
      signingJob(stack, { signingFunction: runner }).resource.addOverride("qualifier", "live");
    });
    expect(template.resource(FUNCTION).reserved_concurrent_executions).toBe(2);
    expect(template.resource(ROLE).max_session_duration).toBe(7200);
    expect(template.resource(LOG_GROUP).log_group_class).toBe("INFREQUENT_ACCESS");
    expect(template.resource("aws_lambda_invocation").qualifier).toBe("live");
  });
});

describe("one function", () => {
  test("runs all jobs of a stack and AWS provider", () => {
    const template = Template.of((stack) => {
      signingJob(new Construct(stack, "a"), {});
      signingJob(new Construct(stack, "b"), { profile: lambdaProfile(stack) });
      signingJob(stack, { provider: stack.node.findChild("aws") as AwsProvider }, "names-the-default-provider");
    });
    expect(Object.keys(template.resources("aws_lambda_invocation"))).toHaveLength(3);
    expect(Object.keys(template.resources(FUNCTION))).toHaveLength(1);
  });

  test.each(["default", "environment-default", "role-us"])(
    "runs the jobs of an AWS provider with the alias %p separately",
    (alias) => {
      const template = Template.of((stack) => {
        signingJob(stack, {}, "here");
        signingJob(stack, { provider: aliasedProvider(stack, alias) }, "there");
      });
      const providers = Object.values(template.resources(FUNCTION)).map(({ provider }) => provider);
      expect(providers.sort()).toEqual([`aws.${alias}`, undefined]);
      const names = Object.values(template.resources("aws_lambda_invocation")).map(
        ({ function_name: functionName }) => functionName as string,
      );
      expect(new Set(names).size).toBe(2);
    },
  );

  test("runs the jobs of each AWS provider", () => {
    const template = Template.of((stack) => {
      const us = aliasedProvider(stack, "us");
      signingJob(stack, {}, "here");
      signingJob(stack, { provider: us }, "there");
      signingJob(stack, { provider: us }, "there-too");
    });
    expect(Object.values(template.resources(FUNCTION)).map(({ provider }) => provider)).toEqual(["aws.us", undefined]);
    expect(template.resource("aws_lambda_invocation", "there_Invocation").function_name).toBe(
      `\${${template.address(FUNCTION, "AwsSignerFunction-us")}.function_name}`,
    );
  });

  test("is the same for every caller", () => {
    const stack = newStack();
    const scope = new Construct(stack, "scope");
    expect(SigningFunction.getOrCreate(scope)).toBe(SigningFunction.getOrCreate(stack));
    const us = aliasedProvider(stack, "us");
    expect(SigningFunction.getOrCreate(scope, { provider: us })).toBe(
      SigningFunction.getOrCreate(stack, { provider: us }),
    );
    expect(SigningFunction.getOrCreate(scope)).not.toBe(SigningFunction.getOrCreate(stack, { provider: us }));
  });

  test("of another stack is imported by name, and gets no permissions from here", () => {
    const template = Template.of((stack) => {
      const shared = SigningFunction.fromFunctionName(stack, "shared", "shared-function");
      signingJob(stack, { signingFunction: shared, revokeOnDestroy: true });
      lambdaProfile(stack, { dependsOn: [shared] }, "after");
    });
    for (const type of [FUNCTION, ROLE, LOG_GROUP, "aws_iam_role_policy"]) expect(template.resources(type)).toEqual({});
    expect(template.resource("aws_lambda_invocation", "job_Invocation").function_name).toBe("shared-function");
    expect(template.resource("aws_signer_signing_profile", "after").depends_on).toEqual([
      template.dataAddress("aws_partition"),
    ]);
  });
});

describe("a default function", () => {
  const functionOf = (template: Template, id: string): string =>
    template.resource("aws_lambda_invocation", `${id}_Invocation`).function_name;

  test("runs the jobs of its scope that name no function, and getOrCreate returns it", () => {
    const template = Template.of((stack) => {
      const runner = new SigningFunction(stack, "runner", { memorySize: 512 });
      SigningFunction.setDefault(stack, runner);
      signingJob(new Construct(stack, "deep"), {}, "job");
      expect(SigningFunction.getOrCreate(stack)).toBe(runner);
    });
    expect(Object.keys(template.resources(FUNCTION))).toHaveLength(1);
    expect(functionOf(template, "deep_job")).toBe(`\${${template.address(FUNCTION, "runner")}.function_name}`);
  });

  test("is overridden by the function of an inner scope, and by one that a job names", () => {
    const template = Template.of((stack) => {
      const [outer, inner, named] = ["outer", "inner", "named"].map((id) => new SigningFunction(stack, id));
      const scope = new Construct(stack, "scope");
      SigningFunction.setDefault(stack, outer);
      SigningFunction.setDefault(scope, inner);
      signingJob(stack, {}, "a");
      signingJob(scope, {}, "b");
      signingJob(scope, { signingFunction: named }, "c");
    });
    const expected = ["outer", "inner", "named"].map((id) => `\${${template.address(FUNCTION, id)}.function_name}`);
    expect(["a", "scope_b", "scope_c"].map((id) => functionOf(template, id))).toEqual(expected);
  });

  test("applies its AWS provider, and does not run jobs with another one", () => {
    const template = Template.of((stack) => {
      const eu = aliasedProvider(stack, "eu");
      SigningFunction.setDefault(stack, new SigningFunction(stack, "runner", { provider: eu }));
      signingJob(stack, {}, "a");
      signingJob(stack, { provider: eu }, "b");
      signingJob(stack, { provider: aliasedProvider(stack, "us") }, "c");
    });
    expect(["a", "b", "c"].map((id) => template.resource("aws_lambda_invocation", `${id}_`).provider)).toEqual([
      "aws.eu",
      "aws.eu",
      "aws.us",
    ]);
    expect(functionOf(template, "a")).toBe(functionOf(template, "b"));
    expect(functionOf(template, "c")).toContain("AwsSignerFunction-us");
  });

  test("is refused after a job that already has another function, and twice in a scope", () => {
    const stack = newStack();
    signingJob(stack);
    const runner = new SigningFunction(stack, "runner");
    expect(() => SigningFunction.setDefault(stack, runner)).toThrow(
      "[stack] setDefault was called after a signing job of this scope, which has another function already: call it before the first job",
    );
    const scope = new Construct(stack, "scope");
    SigningFunction.setDefault(scope, runner);
    expect(() => SigningFunction.setDefault(scope, runner)).toThrow(
      "[stack/scope] setDefault was called twice for this scope: call it once",
    );
  });
});

describe("a function that was imported by its name", () => {
  const POLICY = { actions: ["s3:GetObjectVersion"], resources: ["*"] };

  test.each<[string, (shared: ISigningFunction) => void]>([
    ["addToRolePolicy", (shared) => shared.addToRolePolicy(POLICY)],
    ["allowSources", (shared) => shared.allowSources("packages", "a/")],
  ])("warns that %s changes nothing of its role", (method, call) => {
    const template = Template.of((stack) => {
      const shared = SigningFunction.fromFunctionName(stack, "shared", "shared-function");
      call(shared);
      call(shared);
    });
    expect(template.warnings).toEqual([
      `${method} has no effect on an imported function, because its role is not changed: call it where the function is created`,
    ]);
  });
});

describe("a job without an AWS provider", () => {
  const [INVOCATION, LOOKUP] = ["aws_lambda_invocation", "aws_signer_signing_job"];

  test("invokes its function, stores its source and looks up jobs with that of the function", () => {
    const template = Template.of((stack) => {
      const runner = new SigningFunction(stack, "runner", { provider: aliasedProvider(stack, "eu") });
      const source = SigningSource.fromAsset(folderOf({ "index.mjs": "" }), { bucket: "packages" });
      const props = { signingFunction: runner, source };
      show(stack, "revoked", signingJob(stack, { ...props, revokeOnDestroy: true }).revocationRecord.revokedAt);
      signingJob(stack, { ...props, importJobId: "job-1" }, "adopted");
    });
    const invocations = Object.values(template.resources(INVOCATION));
    const lookups = Object.values(template.dataSources(LOOKUP));
    expect([invocations.length, lookups.length]).toEqual([3, 2]);
    for (const { provider } of [...invocations, ...lookups, template.resource("aws_s3_object")]) {
      expect(provider).toBe("aws.eu");
    }
  });

  test("uses the AWS provider with which its function was imported", () => {
    const template = Template.of((stack) => {
      const provider = aliasedProvider(stack, "eu");
      const shared = SigningFunction.fromFunctionName(stack, "shared", "shared-function", { provider });
      signingJob(stack, { signingFunction: shared });
    });
    expect(template.resource(INVOCATION)).toMatchObject({ function_name: "shared-function", provider: "aws.eu" });
  });

  test("does not use that of a function in another stack", () => {
    const template = Template.of((stack) => {
      const other = new TerraformStack(stack.node.scope as Construct, "other");
      new AwsProvider(other, "aws", { region: "eu-west-1" });
      const runner = new SigningFunction(stack, "runner", { provider: aliasedProvider(stack, "eu") });
      signingJob(other, { signingFunction: runner });
    }, "other");
    expect(template.resource(INVOCATION).provider).toBeUndefined();
  });

  test("differs from a job with its own AWS provider, which takes precedence", () => {
    const template = Template.of((stack) => {
      const [eu, us] = [aliasedProvider(stack, "eu"), aliasedProvider(stack, "us")];
      signingJob(stack, {
        signingFunction: new SigningFunction(stack, "runner", { provider: eu }),
        provider: us,
      });
    });
    expect(template.resource(INVOCATION).provider).toBe("aws.us");
  });
});

describe("stacks that share", () => {
  test("a profile are deployed in order, and name no resource of each other", () => {
    const declare = (stack: TerraformStack): void => {
      const other = new TerraformStack(stack.node.scope as Construct, "other");
      new AwsProvider(other, "aws", { region: "eu-west-1" });
      const profile = lambdaProfile(stack);
      profile.grantStartSigningJob("allow", OTHER_ACCOUNT);
      signingJob(other, { profile, dependsOn: [profile] }).node.addDependency(profile);
    };
    const template = Template.of(declare, "other");
    expect(template.stackDependencies).toEqual(["stack"]);
    expect(template.resource("aws_lambda_invocation").depends_on).toEqual([template.address(FUNCTION)]);
  });
});

test("a package without the function's code reports it, and what to do", () => {
  jest.isolateModules(() => {
    jest.doMock("node:fs", () => ({
      ...jest.requireActual<object>("node:fs"),
      existsSync: (path: string) => path !== HANDLER && existsSync(path),
    }));
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a fresh copy that sees the file missing
    const fresh = require("../../src") as typeof import("../../src");
    expect(() => new fresh.SigningFunction(newStack(), "runner")).toThrow(
      '[stack/runner] the function\'s deployment package is missing: "assets/signing-job-handler.zip" is not in this ' +
        'installation of the library. Install the package again; in a checkout of its repository run "npm run bundle:handler"',
    );
  });
  jest.dontMock("node:fs");
});
