import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { PROBE_NAMING } from "../../probes/aws/names";
import { probeCommand } from "../../probes/run/command";
import { parseOptions } from "../../probes/run/options";
import { identify } from "../../probes/run/target";
import { TestAccount } from "../sandbox/test-account";
import { describeWithSandbox, freshAccountId } from "../sandbox-under-test";

const ROOT = resolve(__dirname, "..", "..");

describeWithSandbox("the probe command", (sandbox) => {
  let account: TestAccount;
  let folder: string;
  beforeEach(() => {
    account = new TestAccount(sandbox);
    folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-probes-"));
  });
  afterEach(() => {
    account.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  function args(...more: string[]): string[] {
    const json = join(folder, "report.json");
    return ["--endpoint", sandbox.url, "--account", account.id, "--json", json, ...more];
  }

  async function run(...more: string[]): Promise<{ exitCode: number; output: string }> {
    const lines: string[] = [];
    const output = { print: (line: string) => lines.push(line), note: (line: string) => lines.push(line) };
    const exitCode = await probeCommand(parseOptions(args(...more), {}), output, new AbortController().signal);
    return { exitCode, output: lines.join("\n") };
  }

  async function leftovers(): Promise<unknown[]> {
    const { Buckets = [] } = await account.root.s3.send(new ListBucketsCommand({}));
    const { Roles = [] } = await account.root.iam.send(new ListRolesCommand({ PathPrefix: PROBE_NAMING.rolePath }));
    return [...Buckets.map(({ Name }) => Name), ...Roles.map(({ RoleName }) => RoleName)];
  }

  function start(...more: string[]): ChildProcess {
    return spawn(process.execPath, ["--import", "tsx", join(ROOT, "probes", "main.ts"), ...args(...more)], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async function untilSomethingIsCreated(): Promise<void> {
    while ((await leftovers()).length < 2) await new Promise((done) => setTimeout(done, 100));
  }

  async function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
    return new Promise((done) => child.once("close", (code, signal) => done(code ?? signal)));
  }

  test("calls and creates nothing with credentials of an account other than the named one", async () => {
    const credentials = { accessKeyId: account.id, secretAccessKey: "test" };
    const identification = identify({ endpoint: sandbox.url, region: "us-east-1", credentials }, "123456789012");
    await expect(identification).rejects.toThrow(
      new RegExp(
        `The credentials belong to account ${account.id} .* and account 123456789012 was named. Nothing was done`,
      ),
    );
    expect(await leftovers()).toEqual([]);
  });

  test("lists in a dry run what it would create and what would remain, and creates nothing", async () => {
    const { exitCode, output } = await run("--dry-run");
    expect(exitCode).toBe(0);
    expect(output).toMatch(/at most \d+ +bucket +signer-probe-[0-9a-f]{8}-\* +removed/);
    expect(output).toMatch(/at most \d+ +signing job .* kept +AWS has no way to delete the record of a job/);
    expect(output).toContain("all that it costs is the storage of");
    expect(await leftovers()).toEqual([]);
    expect(await sandbox.calls({ accountId: account.id, operation: "PutSigningProfile" })).toEqual([]);
  });

  test("writes its results without account numbers, and removes what it has created", async () => {
    const { exitCode, output } = await run("--only", "refusals/canceled-profile");
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^holds +refusals\/canceled-profile/m);
    expect(output).toContain("Not removed: the records of signing jobs");
    const report = readFileSync(join(folder, "report.json"), "utf8");
    expect(JSON.parse(report).results).toEqual([
      expect.objectContaining({ id: "refusals/canceled-profile", verdict: "holds", isRelied: true }),
    ]);
    expect(report).not.toContain(account.id);
    expect(await leftovers()).toEqual([]);
  });

  test("ends with exit code 1 if an assumption differs that the library relies on", async () => {
    const fault = await sandbox.addFault({
      match: { accountId: account.id, operation: "DescribeSigningJob" },
      effect: { type: "accessDenied" },
    });
    try {
      const { exitCode, output } = await run("--only", "refusals/unknown-job");
      expect(exitCode).toBe(1);
      expect(output).toMatch(/^DIFFERS +refusals\/unknown-job[^]*seen: +\{"status":403[^]*RELIED ON: the handler/m);
    } finally {
      await sandbox.removeFault(fault);
    }
  });

  test("removes everything after Ctrl-C", async () => {
    const child = start();
    const end = ended(child);
    await untilSomethingIsCreated();
    child.kill("SIGINT");
    expect(await end).toBe(1);
    expect(await leftovers()).toEqual([]);
  });

  test("removes with --clean what a killed run has left, and nothing without its tag", async () => {
    const child = start();
    const end = ended(child);
    await untilSomethingIsCreated();
    child.kill("SIGKILL");
    expect(await end).toBe("SIGKILL");
    const foreign = `${PROBE_NAMING.prefix}-of-somebody-${freshAccountId()}`;
    await account.root.s3.send(new CreateBucketCommand({ Bucket: foreign }));

    const { exitCode, output } = await run("--clean");
    expect(exitCode).toBe(1);
    expect(output).toContain(`STILL THERE: bucket ${foreign}, with its objects: has the prefix but not the tag`);
    expect(await leftovers()).toEqual([foreign]);
  });
});

describe("the options of the probe command", () => {
  test.each([
    [["--aws", "--region", "eu-west-1"], /--aws needs --account and --region/],
    [["--aws", "--account", "123456789012"], /--aws needs --account and --region/],
    [["--aws", "--account", "1234"], /An account must be 12 digits, not "1234"/],
    [["--endpoint", "https://signer.example.com"], /--endpoint must be a URL of this machine/],
    [["--aws", "--endpoint", "http://127.0.0.1:1"], /exclude each other/],
    [["--server", "localstack"], /--server must be one of/],
    [["--clean", "--dry-run"], /exclude each other/],
    [["--force"], /--force/],
  ])("refuse %j", (options, message) => {
    expect(() => parseOptions(options, {})).toThrow(message);
  });

  test("refuse --aws if the environment redirects calls elsewhere", () => {
    const environment = { AWS_ENDPOINT_URL_SIGNER: "http://127.0.0.1:4747" };
    const parsing = () => parseOptions(["--aws", "--account", "123456789012", "--region", "eu-west-1"], environment);
    expect(parsing).toThrow(/AWS_ENDPOINT_URL_SIGNER would lead elsewhere/);
  });
});
