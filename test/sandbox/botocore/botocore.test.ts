import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../../sandbox/backend/cache-folder";
import { preparePythonEnvironment } from "../../../sandbox/backend/python-environment";
import { sandboxEnvironment } from "../../../sandbox/terraform/sandbox-environment";
import { describeWithSandbox } from "../../sandbox-under-test";
import { moduleZip, TestAccount } from "../test-account";

const run = promisify(execFile);

describeWithSandbox("botocore, under the AWS CLI and boto3", (sandbox) => {
  const account = new TestAccount(sandbox);
  afterAll(() => account.destroy());

  test("gets from every operation, paginator, waiter and error of AWS Signer what the service model describes", async () => {
    const bucket = await account.createBucket();
    const version = await account.putObject(bucket, "app.zip", moduleZip("export const handler = 1;"));
    const python = await preparePythonEnvironment(cacheFolder(), () => undefined);
    const program = resolve(__dirname, "all_operations.py");
    const { stdout } = await run(python, [program, bucket, "app.zip", version], {
      env: { PATH: process.env.PATH, ...sandboxEnvironment(sandbox.url, account.id) },
    });
    expect(JSON.parse(stdout)).toEqual({ answered: 19, missing: [], problems: [] });
  });
});
