import {
  DeleteFunctionCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { BackendClient, rootOf } from "../../../sandbox/backend/backend-client";
import { describeWithSandbox } from "../../sandbox-under-test";
import { eventually, isRunning } from "../eventually";
import { errorOf, moduleZip, TestAccount } from "../test-account";

const ENVIRONMENT = `export const handler = async (_, context) => ({ env: process.env, pid: process.pid, context });`;
const COUNTER = `let count = 0; export const handler = async () => ({ count: ++count, pid: process.pid });`;

describeWithSandbox("a function that is invoked", (sandbox) => {
  let account: TestAccount;
  beforeEach(() => (account = new TestAccount(sandbox)));
  afterEach(() => account.destroy());

  test("gets the event and returns the result of its handler", async () => {
    await account.createFunction("echo");
    const { payload, functionError, executedVersion } = await account.invoke("echo", { text: "é ☃", list: [1, null] });
    expect(payload).toEqual({ text: "é ☃", list: [1, null] });
    expect(functionError).toBeUndefined();
    expect(executedVersion).toBe("$LATEST");
  });

  test("gets an empty object if it is invoked without a payload", async () => {
    await account.createFunction("echo");
    const answer = await account.root.lambda.send(new InvokeCommand({ FunctionName: "echo" }));
    expect(Buffer.from(answer.Payload ?? []).toString()).toBe("{}");
  });

  test("finds its own name, log group, variables and role credentials in its environment", async () => {
    const Role = await account.createRole("role", []);
    await account.createFunction("env", { source: ENVIRONMENT, Role, Environment: { Variables: { COLOUR: "red" } } });
    const { payload } = await account.invoke("env");
    expect(payload.env).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: "env",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/env",
      AWS_REGION: "us-east-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_ENDPOINT_URL: sandbox.url,
      COLOUR: "red",
    });
    expect(payload.context.invokedFunctionArn).toBe(`arn:aws:lambda:us-east-1:${account.id}:function:env`);
    const identity = await account
      .as({
        accessKeyId: payload.env.AWS_ACCESS_KEY_ID,
        secretAccessKey: payload.env.AWS_SECRET_ACCESS_KEY,
        sessionToken: payload.env.AWS_SESSION_TOKEN,
      })
      .sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${account.id}:assumed-role/role/env`);
  });

  test("gets nothing of the environment of the machine", async () => {
    await account.createFunction("env", { source: ENVIRONMENT });
    const { payload } = await account.invoke("env");
    const foreign = Object.keys(payload.env).filter((name) => !/^(AWS_|LAMBDA_|_HANDLER$|PATH$|LANG$|TZ$)/.test(name));
    expect(foreign).toEqual([]);
  });

  test("fails with type, message and trace of the error that its handler throws", async () => {
    await account.createFunction("fails", {
      source: `export const handler = async () => { throw new TypeError("bad"); };`,
    });
    const { payload, functionError } = await account.invoke("fails");
    expect(functionError).toBe("Unhandled");
    expect(payload).toMatchObject({ errorType: "TypeError", errorMessage: "bad" });
    expect(payload.trace[0]).toBe("TypeError: bad");
  });

  test("fails with the runtime's own message if its handler does not exist", async () => {
    await account.createFunction("nothing", { source: `export const other = 1;` });
    const { payload, functionError } = await account.invoke("nothing");
    expect(functionError).toBe("Unhandled");
    expect(payload).toMatchObject({
      errorType: "Runtime.HandlerNotFound",
      errorMessage: "index.handler is undefined or not exported",
    });
  });

  test("is killed at its timeout", async () => {
    const source = `export const handler = ({ busy }) => { while (busy); return new Promise(() => setTimeout(() => 0, 1e6)); };`;
    await account.createFunction("slow", { source, Timeout: 1 });
    for (const busy of [false, true]) {
      const startedAt = Date.now();
      const { payload, functionError } = await account.invoke("slow", { busy });
      expect(Date.now() - startedAt).toBeLessThan(5_000);
      expect(functionError).toBe("Unhandled");
      expect(payload).toEqual({
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
      });
    }
  });

  test("fails when its process ends, and works again at the next invocation", async () => {
    const source = `export const handler = async ({ code }) => (code === undefined ? "fine" : process.exit(code));`;
    await account.createFunction("exits", { source });
    const { payload, functionError } = await account.invoke("exits", { code: 7 });
    expect(functionError).toBe("Unhandled");
    expect(payload.errorType).toBe("Runtime.ExitError");
    expect(payload.errorMessage).toMatch(/^RequestId: \S+ Error: Runtime exited with error: exit status 7$/);
    expect((await account.invoke("exits")).payload).toBe("fine");
  });

  test("keeps its process from one invocation to the next, and has one for each at the same time", async () => {
    const source = `let count = 0;
      export const handler = async () => { await new Promise((r) => setTimeout(r, 200)); return { count: ++count, pid: process.pid }; };`;
    await account.createFunction("counts", { source });
    const together = await Promise.all([account.invoke("counts"), account.invoke("counts")]);
    expect(together.map(({ payload }) => payload.count)).toEqual([1, 1]);
    const pids = together.map(({ payload }) => payload.pid);
    expect(new Set(pids).size).toBe(2);
    const { payload } = await account.invoke("counts");
    expect(payload.count).toBe(2);
    expect(pids).toContain(payload.pid);
  });

  test("runs its new code after an update, while an earlier version still runs the old code", async () => {
    await account.createFunction("versions", { source: `export const handler = async () => "old";` });
    const { Version } = await account.root.lambda.send(new PublishVersionCommand({ FunctionName: "versions" }));
    await account.root.lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: "versions",
        ZipFile: moduleZip(`export const handler = async () => "new";`),
      }),
    );
    await untilUpdated(account, "versions");
    expect((await account.invoke("versions")).payload).toBe("new");
    const earlier = await account.invoke(`versions:${Version}`);
    expect(earlier.payload).toBe("old");
    expect(earlier.executedVersion).toBe(Version);
  });

  test("runs with its new configuration after an update, in a new process", async () => {
    await account.createFunction("configured", { source: COUNTER });
    const before = await account.invoke("configured");
    await account.root.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "configured", Timeout: 9 }));
    await untilUpdated(account, "configured");
    const after = await account.invoke("configured");
    expect(after.payload.count).toBe(1);
    expect(after.payload.pid).not.toBe(before.payload.pid);
    expect(isRunning(before.payload.pid)).toBe(false);
  });

  test("has no process left when it is deleted", async () => {
    await account.createFunction("gone", { source: COUNTER });
    const { payload } = await account.invoke("gone");
    expect(isRunning(payload.pid)).toBe(true);
    await account.root.lambda.send(new DeleteFunctionCommand({ FunctionName: "gone" }));
    await eventually(() => !isRunning(payload.pid));
    expect(await errorOf(account.invoke("gone"))).toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("writes its log to the log tail, the admin endpoint and, if its role may write it, its log group", async () => {
    const group = `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/lambda/talks`;
    const Role = await account.createRole("logs", [
      { Effect: "Allow", Action: "logs:CreateLogGroup", Resource: `arn:aws:logs:us-east-1:${account.id}:*` },
      { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${group}:*` },
    ]);
    await account.createFunction("talks", {
      source: `export const handler = async () => console.log("hello", 42);`,
      Role,
    });
    const { log } = await account.invoke("talks");
    const lines = [
      /^START RequestId: \S+ Version: \$LATEST$/,
      /\tINFO\thello 42$/,
      /^END RequestId/,
      /^REPORT RequestId/,
    ];
    lines.forEach((line, index) => expect(log.split("\n")[index]).toMatch(line));
    const kept = await sandbox.functionLog(account.id, "talks");
    lines.forEach((line, index) => expect(kept[index]).toMatch(line));
    await eventually(async () => /hello 42/.test(await logEvents(account, "/aws/lambda/talks")));
  });

  test("runs without its log if its role may not write it, and the sandbox reports it", async () => {
    await account.createFunction("mute", { source: `export const handler = async () => console.log("hello");` });
    expect((await account.invoke("mute")).functionError).toBeUndefined();
    await eventually(async () => {
      const lines = await sandbox.functionLog(account.id, "mute");
      return lines.some((line) => /log could not be written to \/aws\/lambda\/mute: .*AccessDenied/.test(line));
    });
  });

  test.each([
    ["a payload that is no JSON", { Payload: "{" }, "InvalidRequestContentException"],
    ["an asynchronous invocation", { InvocationType: "Event" as const }, "InvalidParameterValueException"],
    ["a function that does not exist", { FunctionName: "nobody" }, "ResourceNotFoundException"],
    ["a version that does not exist", { Qualifier: "99" }, "ResourceNotFoundException"],
  ])("is not run for %s", async (_, input, name) => {
    await account.createFunction("refuses");
    const call = account.root.lambda.send(new InvokeCommand({ FunctionName: "refuses", ...input }));
    expect(await errorOf(call)).toMatchObject({ name });
  });

  test("is not run by DryRun, which reports whether it would run", async () => {
    await account.createFunction("dry", { source: `export const handler = async () => console.log("ran");` });
    const command = new InvokeCommand({ FunctionName: "dry", InvocationType: "DryRun" });
    expect((await account.root.lambda.send(command)).StatusCode).toBe(204);
    expect(await sandbox.functionLog(account.id, "dry")).toEqual([]);
    const nobody = await account.assume(await account.createRole("nobody", []));
    expect(await errorOf(nobody.lambda.send(command))).toMatchObject({ name: "AccessDeniedException" });
  });

  test("is throttled beyond its reserved concurrency", async () => {
    await account.createFunction("reserved", {
      source: `export const handler = async () => new Promise((r) => setTimeout(r, 500));`,
    });
    const reserve = { FunctionName: "reserved", ReservedConcurrentExecutions: 1 };
    await account.root.lambda.send(new PutFunctionConcurrencyCommand(reserve));
    const calls = [account.invoke("reserved"), account.invoke("reserved")].map(async (call) =>
      call.then(
        () => "served",
        ({ name }) => name,
      ),
    );
    expect((await Promise.all(calls)).sort()).toEqual(["TooManyRequestsException", "served"]);
  });

  test("is refused with a reason if its runtime is not nodejs", async () => {
    await account.createFunction("python", { Runtime: "python3.12" });
    const error = await errorOf(account.invoke("python"));
    expect(error.message).toMatch(/cannot run python: its runtime is python3\.12/);
  });

  test("is run for callers whose policy allows it, and for no others", async () => {
    await account.createFunction("guarded");
    const arn = `arn:aws:lambda:us-east-1:${account.id}:function:guarded`;
    const may = await account.assume(
      await account.createRole("may", [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arn }]),
    );
    const mayNot = await account.assume(await account.createRole("may-not", []));
    expect((await account.invoke("guarded", { a: 1 }, may)).payload).toEqual({ a: 1 });
    const error = await errorOf(account.invoke("guarded", {}, mayNot));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toMatch(
      /may-not\/test is not authorized to perform: lambda:InvokeFunction on resource: .*:guarded/,
    );
  });
});

async function untilUpdated({ root }: TestAccount, FunctionName: string): Promise<void> {
  await waitUntilFunctionUpdatedV2(
    { client: root.lambda, maxWaitTime: 10, minDelay: 1, maxDelay: 1 },
    { FunctionName },
  );
}

/** The answer of FilterLogEvents, as it came. */
async function logEvents({ id, sandbox }: TestAccount, logGroupName: string): Promise<string> {
  const client = new BackendClient(sandbox.url);
  try {
    const { body } = await client.send({
      service: "logs",
      region: "us-east-1",
      credentials: rootOf(id),
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.FilterLogEvents" },
      body: JSON.stringify({ logGroupName }),
    });
    return body.toString("utf8");
  } finally {
    client.close();
  }
}
