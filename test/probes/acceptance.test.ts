import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ACCEPTANCE_NAMING, acceptanceCommand } from "../../probes/acceptance/command";
import { parseOptions } from "../../probes/acceptance/options";
import { renameStack, type StackJson } from "../../probes/acceptance/renamed-stack";
import type { ScenarioPlace } from "../../probes/acceptance/scenario-place";
import { acceptancePlace, runScenario, type TestResult } from "../../probes/acceptance/test-runner";
import { RunNames } from "../../probes/aws/names";
import { TestAccount } from "../sandbox/test-account";
import { describeWithTerraform } from "../scenarios/terraform-under-test";

const ROOT = resolve(__dirname, "..", "..");
const EXAMPLE = "example/signed-lambda-function";

describeWithTerraform("the acceptance command", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  function args(...more: string[]): string[] {
    return ["--endpoint", sandbox.url, "--account", account.id, ...more];
  }

  async function run(...more: string[]): Promise<{ exitCode: number; output: string }> {
    const lines: string[] = [];
    const output = { print: (line: string) => lines.push(line), note: (line: string) => lines.push(line) };
    const exitCode = await acceptanceCommand(parseOptions(args(...more), {}), output, new AbortController().signal);
    return { exitCode, output: lines.join("\n") };
  }

  function start(): { child: ChildProcess; ended: Promise<number | NodeJS.Signals | null> } {
    const program = ["--import", "tsx", "probes/acceptance/main.ts", ...args("--only", EXAMPLE)];
    const child = spawn(process.execPath, program, { cwd: ROOT, stdio: "ignore" });
    const ended = new Promise<number | NodeJS.Signals | null>((done) =>
      child.once("close", (code, signal) => done(code ?? signal)),
    );
    return { child, ended };
  }

  async function namesIn(member: "functionName" | "profileName"): Promise<string[]> {
    const calls = await sandbox.calls({ accountId: account.id });
    return [...new Set(calls.flatMap((call) => call[member] ?? []))];
  }

  async function untilAFunctionIsCreated(): Promise<void> {
    const operation = "CreateFunction";
    while ((await sandbox.calls({ accountId: account.id, operation })).length === 0) {
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async function leftovers(): Promise<unknown[]> {
    const { Buckets = [] } = await account.root.s3.send(new ListBucketsCommand({}));
    const { Roles = [] } = await account.root.iam.send(new ListRolesCommand({}));
    const { Functions = [] } = await account.root.lambda.send(new ListFunctionsCommand({}));
    return [...Buckets, ...Roles, ...Functions];
  }

  test("deploys and destroys an example, and gives everything its prefix", async () => {
    const { exitCode, output } = await run("--only", EXAMPLE);
    expect(output).toMatch(/^example\/signed-lambda-function +passed$/m);
    expect(exitCode).toBe(0);
    const functions = await namesIn("functionName");
    const profiles = await namesIn("profileName");
    expect([functions.length, profiles.length]).toEqual([2, 1]);
    expect(functions.filter((name) => !name.startsWith("signer-acceptance-"))).toEqual([]);
    expect(profiles.filter((name) => !name.startsWith("signer_acceptance_"))).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  test("destroys everything after Ctrl-C", async () => {
    const { child, ended } = start();
    await untilAFunctionIsCreated();
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(await leftovers()).toEqual([]);
  });

  test("removes with --clean what a killed run has left", async () => {
    const { child, ended } = start();
    await untilAFunctionIsCreated();
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    expect((await leftovers()).length).toBeGreaterThan(0);

    // Terraform notices later that its parent has ended. Until then, it holds the lock of the state.
    while ((await run("--clean")).exitCode !== 0) await new Promise((done) => setTimeout(done, 500));
    expect(await leftovers()).toEqual([]);
  });

  test("lists in a dry run what every example creates, and creates nothing", async () => {
    const { exitCode, output } = await run("--dry-run", "--only", "example/");
    expect(exitCode).toBe(0);
    expect(output).toMatch(/at most \d+ +function +signer-acceptance-[0-9a-f]{8}-\* +removed/);
    expect(output).toMatch(/at most \d+ +signing job .* kept +AWS keeps the records of jobs/);
    expect(output).not.toContain("FAILS");
    expect(await leftovers()).toEqual([]);
  });
});

describe("the options of the acceptance command", () => {
  test.each([
    [["--aws", "--region", "eu-west-1"], {}, /--aws needs --account and --region/],
    [["--aws", "--account", "1234", "--region", "eu-west-1"], {}, /An account must be 12 digits/],
    [["--endpoint", "https://signer.example.com"], {}, /--endpoint must be a URL of this machine/],
    [["--aws", "--endpoint", "http://127.0.0.1:1"], {}, /--aws and --endpoint exclude each other/],
    [
      ["--aws", "--account", "123456789012", "--region", "eu-west-1"],
      { AWS_ENDPOINT_URL: "http://127.0.0.1:4747" },
      /AWS_ENDPOINT_URL would lead elsewhere/,
    ],
  ])("refuse %j with the environment %j", (options, environment, message) => {
    expect(() => parseOptions(options, environment)).toThrow(message);
  });
});

describe("a stack of the acceptance command", () => {
  const names = new RunNames("0a1b2c3d", "", ACCEPTANCE_NAMING);

  test("has prefix and tag everywhere, within the lengths that AWS allows", () => {
    const stack: StackJson = {
      provider: { aws: [{ region: "eu-west-1", default_tags: [{ tags: { team: "a" } }] }] },
      resource: {
        aws_s3_bucket: { packages: { bucket_prefix: "packages-of-a-long-name-" } },
        aws_lambda_function: { fixed: { function_name: "hello" }, generated: { function_name: "${a.output}-x" } },
        aws_lambda_layer_version: { fixed: { layer_name: "words" }, generated: { layer_name: "${a.Output}-x" } },
        aws_security_group: { group: { name_prefix: "functions-" } },
        aws_vpc: { vpc: { cidr_block: "10.0.0.0/24" } },
        terraform_data: { name: { input: { readablePart: `${"x".repeat(40)}-AwsSigner-1f` } }, other: {} },
      },
    };
    renameStack(stack, names);
    expect(stack).toEqual({
      provider: {
        aws: [{ region: "eu-west-1", default_tags: [{ tags: { team: "a", "signer-acceptance": "0a1b2c3d" } }] }],
      },
      resource: {
        aws_s3_bucket: { packages: { bucket_prefix: "signer-acceptance-0a1b2c3d-packages-o" } },
        aws_lambda_function: {
          fixed: { function_name: "signer-acceptance-0a1b2c3d-hello" },
          generated: { function_name: "${a.output}-x" },
        },
        aws_lambda_layer_version: {
          fixed: { layer_name: "signer-acceptance-0a1b2c3d-words" },
          generated: { layer_name: "${a.Output}-x" },
        },
        aws_security_group: { group: { name_prefix: "signer-acceptance-0a1b2c3d-" } },
        aws_vpc: { vpc: { cidr_block: "10.0.0.0/24" } },
        terraform_data: {
          name: { input: { readablePart: `signer-acceptance-0a1b2c3d-${"x".repeat(15)}-AwsSigner-1f` } },
          other: {},
        },
      },
    });
  });

  test("is not deployed with a type of resource that might get no prefix", () => {
    const stack = { resource: { aws_dynamodb_table: { table: { name: "users" } } } };
    expect(() => renameStack(stack, names)).toThrow(/type aws_dynamodb_table/);
  });
});

describe("a scenario outside Jest", () => {
  const place = {} as ScenarioPlace;

  async function results(declare: () => void, signal = new AbortController().signal): Promise<TestResult[]> {
    const seen: TestResult[] = [];
    await runScenario(
      async () => declare(),
      place,
      signal,
      (result) => seen.push(result),
    ).catch(() => undefined);
    return seen;
  }

  test("runs its tests in order, with its preparation before and its end after them, at its place", async () => {
    const steps: unknown[] = [];
    const seen = await results(() => {
      steps.push(acceptancePlace() === place);
      describe("scenario", () => {
        beforeAll(() => void steps.push("before"));
        afterAll(() => void steps.push("after"));
        test("one", () => void steps.push("one"));
        test.each([["a", 1]])("%s %j", (text, number) => steps.push(text, number));
      });
    });
    expect(seen).toEqual([{ name: "one" }, { name: "a 1" }]);
    expect(steps).toEqual([true, "before", "one", "a", 1, "after"]);
    expect(acceptancePlace()).toBeUndefined();
  });

  test("ends at the first failure or interruption, and still runs its end", async () => {
    const steps: string[] = [];
    const interruption = new AbortController();
    const declare = (fail: () => void) => (): void => {
      afterAll(() => void steps.push("after"));
      test("one", fail);
      test("two", () => void steps.push("two"));
    };
    const failed = await results(declare(() => expect(1).toBe(2)));
    expect(failed).toEqual([{ name: "one", failure: expect.stringContaining("toBe") as string }]);
    const interrupted = await results(
      declare(() => interruption.abort()),
      interruption.signal,
    );
    expect(interrupted).toEqual([{ name: "one" }]);
    expect(steps).toEqual(["after", "after"]);
  });
});
