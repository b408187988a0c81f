import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as sdk from "@aws-sdk/client-signer";
import { AwsCli, findAwsCli } from "./aws-cli";
import { CALLS, CALLS_FILE, makeCalls, type Report } from "./calls";
import { SdkForJavaScript } from "./sdk-js";
import { sandboxEnvironment } from "../../../sandbox/terraform/sandbox-environment";
import { describeWithSandbox } from "../../sandbox-under-test";
import { OPERATIONS } from "../signer/sdk-schema";
import { moduleZip, TestAccount } from "../test-account";

const run = promisify(execFile);
const hasGo = spawnSync("go", ["version"]).status === 0;
const cli1 = findAwsCli(1);
const cli2 = findAwsCli(2);

/** A client that this machine does not have is skipped, aloud. */
function testWith(isThere: boolean, client: string, name: string, body: () => Promise<void>): void {
  if (!isThere) process.stderr.write(`\n${client} IS NOT INSTALLED, OR TOO OLD: it makes no calls to the sandbox.\n\n`);
  (isThere ? test : test.skip)(name, body);
}

test("the calls of the clients are every operation, paginator and waiter of AWS Signer", () => {
  const called = CALLS.flatMap(({ operation, paginator }) => operation ?? paginator ?? []);
  expect([...new Set(called)].sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
  const exportedAs = (prefix: string): string[] =>
    Object.keys(sdk)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  expect(CALLS.flatMap(({ paginator }) => paginator ?? []).sort()).toEqual(exportedAs("paginate").sort());
  expect(CALLS.flatMap(({ waiter }) => waiter ?? [])).toEqual(exportedAs("waitUntil"));
});

describeWithSandbox("every operation, paginator and waiter of AWS Signer answers", (sandbox) => {
  let account: TestAccount;
  let values: Record<string, string>;
  let quickJobs: string;
  beforeEach(async () => {
    account = new TestAccount(sandbox);
    // Waiters ask every 20 seconds.
    const match = { accountId: account.id };
    quickJobs = await sandbox.addFault({ match, effect: { type: "jobDuration", seconds: 0.05 } });
    const bucket = await account.createBucket();
    const version = await account.putObject(bucket, "app.zip", moduleZip("export const handler = 1;"));
    values = { bucket, version, account: account.id };
  });
  afterEach(async () => {
    account.destroy();
    await sandbox.removeFault(quickJobs);
  });

  test("the AWS SDK for JavaScript v3", async () => {
    const credentials = account.rootCredentials;
    const client = new SdkForJavaScript({ endpoint: sandbox.url, region: "us-east-1", credentials });
    expectAll(await makeCalls(client, values));
    client.destroy();
  });

  testWith(hasGo, "GO", "the AWS SDK for Go v2", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sdk-go-test-"));
    try {
      const program = join(folder, "clients");
      await run("go", ["build", "-o", program, "."], { cwd: resolve(__dirname, "go") });
      const { stdout } = await run(program, [CALLS_FILE, JSON.stringify(values)], {
        env: sandboxEnvironment(sandbox.url, account.id),
      });
      expectAll(JSON.parse(stdout) as Report);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  testWith(cli1 !== undefined, "VERSION 1 OF THE AWS CLI", "version 1 of the AWS CLI", async () => {
    expectAll(await makeCalls(new AwsCli(cli1!, sandboxEnvironment(sandbox.url, account.id)), values));
  });

  testWith(cli2 !== undefined, "VERSION 2 OF THE AWS CLI", "version 2 of the AWS CLI", async () => {
    expectAll(await makeCalls(new AwsCli(cli2!, sandboxEnvironment(sandbox.url, account.id)), values));
  });
});

/** Each operation answered, and each list has more items than a page. */
function expectAll({ answered, items }: Report): void {
  expect([...new Set(answered)].sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
  expect(items).toEqual({ ListSigningJobs: 2, ListSigningPlatforms: expect.any(Number), ListSigningProfiles: 2 });
  expect(items.ListSigningPlatforms).toBeGreaterThan(1);
}
