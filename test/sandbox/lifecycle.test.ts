import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CreateCodeSigningConfigCommand, GetFunctionCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { DescribeSigningJobCommand } from "@aws-sdk/client-signer";
import { startSandbox, type Sandbox } from "../../sandbox";
import { SandboxClient, type RecordedCall } from "../../sandbox/client";
import { describeWithSandbox } from "../sandbox-under-test";
import { eventually, isRunning } from "./eventually";
import { signWith } from "./lambda/signed-code";
import { urlOf } from "./printed-url";
import { moduleZip, TestAccount } from "./test-account";

const ROOT = resolve(__dirname, "../..");
const WAITING = `export const handler = async ({ wait }) => { await new Promise((r) => setTimeout(r, wait)); return process.pid; };`;

describeWithSandbox("a sandbox of its own", (shared) => {
  let sandbox: Sandbox | undefined;
  afterEach(async () => {
    await sandbox?.stop();
    sandbox = undefined;
  });

  test("leaves no process behind when it is stopped, even of running functions", async () => {
    const before = descendants(process.pid);
    sandbox = await startSandbox();
    const account = new TestAccount(new SandboxClient(sandbox.url));
    await account.createFunction("waits", { source: WAITING, Timeout: 60 });
    await account.invoke("waits", { wait: 0 });
    const atWork = account.invoke("waits", { wait: 60_000 }).catch(() => "cut off");
    await new Promise((later) => setTimeout(later, 200));
    const own = descendants(process.pid).filter((pid) => !before.includes(pid));
    expect(own.length).toBeGreaterThanOrEqual(2);
    await sandbox.stop();
    expect(own.filter(isRunning)).toEqual([]);
    expect(await atWork).toBe("cut off");
    account.destroy();
    sandbox = undefined;
  });

  test("stands in front of an emulator that already runs", async () => {
    sandbox = await startSandbox({ backendUrl: shared.url });
    const account = new TestAccount(new SandboxClient(sandbox.url));
    const bucket = await account.createBucket();
    const { Buckets } = await new TestAccount(shared).as(account.rootCredentials).s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([bucket]);
    account.destroy();
  });

  test("does not start on a port that is in use, and reports it", async () => {
    const port = Number(new URL(shared.url).port);
    await expect(startSandbox({ port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is in use, perhaps by another sandbox.`,
    );
  });

  test("does not start without the named backend, and reports it", async () => {
    await expect(startSandbox({ backendUrl: "http://127.0.0.1:9" })).rejects.toThrow(
      /No server answers at http:\/\/127\.0\.0\.1:9/,
    );
  });

  test("reports that its backend has ended, in an answer that clients do not retry", async () => {
    const backend = createServer((_, response) => response.end()).listen(0, "127.0.0.1");
    await once(backend, "listening");
    const { port } = backend.address() as AddressInfo;
    sandbox = await startSandbox({ backendUrl: `http://127.0.0.1:${port}` });
    backend.closeAllConnections();
    await new Promise((closed) => backend.close(closed));
    const response = await fetch(`${sandbox.url}/bucket/key`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/^The sandbox's backend has ended/) });
  });

  test("reports at the deployment of a function in a VPC that networks are not simulated", async () => {
    const lines: string[] = [];
    sandbox = await startSandbox({ backendUrl: shared.url, log: (line) => lines.push(line) });
    const account = new TestAccount(new SandboxClient(sandbox.url));
    const VpcConfig = { SubnetIds: ["subnet-0123456789abcdef0"], SecurityGroupIds: ["sg-0123456789abcdef0"] };
    await account.createFunction("inside", { VpcConfig });
    expect(lines.join("\n")).toMatch(/Function inside is in subnet-\w+\. The sandbox does not simulate networks/);
    account.destroy();
  });

  test("stores signatures, trust and deployments in the folder of --persist", async () => {
    const persist = mkdtempSync(join(tmpdir(), "persist-test-"));
    sandbox = await startSandbox({ persist, jobSeconds: 0.1 });
    const account = new TestAccount(new SandboxClient(sandbox.url));
    const profileVersionArn = await account.createProfile("profile");
    const { jobId, zip } = await signWith(account, "profile", moduleZip("export const handler = async () => 1;"));
    const { CodeSigningConfig } = await account.root.lambda.send(
      new CreateCodeSigningConfigCommand({
        AllowedPublishers: { SigningProfileVersionArns: [profileVersionArn] },
        CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Enforce" },
      }),
    );
    const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn;
    await account.createFunction("before", { Code: { ZipFile: zip }, CodeSigningConfigArn });
    await sandbox.stop();

    sandbox = await startSandbox({ persist, port: Number(new URL(sandbox.url).port) });
    const job = await account.root.signer.send(new DescribeSigningJobCommand({ jobId }));
    expect(job).toMatchObject({ status: "Succeeded", profileName: "profile" });
    const { Configuration } = await account.root.lambda.send(new GetFunctionCommand({ FunctionName: "before" }));
    expect(Configuration?.SigningJobArn).toMatch(new RegExp(`/${jobId}$`));
    expect((await account.invoke("before")).payload).toBe(1);
    await account.createFunction("after", { Code: { ZipFile: zip }, CodeSigningConfigArn });
    account.destroy();
    await sandbox.stop();
    sandbox = undefined;
    rmSync(persist, { recursive: true, force: true });
  });

  test("reports each call, and has an endpoint for its health", async () => {
    const calls: RecordedCall[] = [];
    sandbox = await startSandbox({ backendUrl: shared.url, onCall: (call) => calls.push(call) });
    expect(await (await fetch(`${sandbox.url}/_sandbox/health`)).json()).toEqual({ status: "ok" });
    const account = new TestAccount(new SandboxClient(sandbox.url));
    await account.createProfile("profile");
    expect(calls).toMatchObject([{ operation: "PutSigningProfile", profileName: "profile", status: 200 }]);
    account.destroy();
  });

  test("deletes everything when it is reset", async () => {
    sandbox = await startSandbox();
    const client = new SandboxClient(sandbox.url);
    const account = new TestAccount(client);
    await account.createBucket();
    await account.createProfile("profile");
    await client.addFault({ match: {}, effect: { type: "delay", seconds: 0 } });
    await client.reset();
    expect((await account.root.s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect(await client.faults()).toEqual([]);
    await account.createProfile("profile");
    account.destroy();
  });
});

describeWithSandbox("the sandbox on the command line", () => {
  let cli: ChildProcess | undefined;
  afterEach(() => cli?.kill("SIGKILL"));

  test.each(["SIGINT", "SIGKILL"] as const)("takes every process with it when it gets %s", async (signal) => {
    const started = await startCli();
    cli = started.cli;
    const account = new TestAccount(new SandboxClient(started.url));
    await account.createFunction("waits", { source: WAITING, Timeout: 60 });
    const { payload } = await account.invoke("waits", { wait: 0 });
    const atWork = account.invoke("waits", { wait: 60_000 }).catch(() => "cut off");
    await new Promise((later) => setTimeout(later, 200));
    const processes = [...descendants(started.cli.pid ?? 0), payload as number];
    expect(processes.length).toBeGreaterThanOrEqual(2);
    started.cli.kill(signal);
    await once(started.cli, "exit");
    await eventually(() => processes.every((pid) => !isRunning(pid)));
    expect(await atWork).toBe("cut off");
    account.destroy();
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "ends, and frees its port, when npm run sandbox gets %s",
    async (signal) => {
      const npm = spawn("npm", ["run", "sandbox", "--", "--port", "0"], { cwd: ROOT, stdio: "pipe", detached: true });
      cli = npm;
      const url = await urlOf(npm);
      const processes = descendants(npm.pid ?? 0);
      expect(processes.length).toBeGreaterThanOrEqual(1);
      npm.kill(signal);
      await once(npm, "exit");
      await eventually(() => processes.every((pid) => !isRunning(pid)));
      await expect(fetch(url)).rejects.toThrow("fetch failed");
    },
  );
});

async function startCli(): Promise<{ cli: ChildProcess; url: string }> {
  const cli = spawn(process.execPath, ["--import", "tsx", "sandbox/cli.ts", "--port", "0"], {
    cwd: ROOT,
    stdio: "pipe",
  });
  return { cli, url: await urlOf(cli) };
}

/** The descendants of a process. */
function descendants(pid: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const of = (parent: number): number[] =>
    table.filter(([, ppid]) => ppid === parent).flatMap(([child]) => [child, ...of(child)]);
  return of(pid);
}
