import { ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseDemoOptions } from "../../examples/demo/options";
import { describeWithTerraform } from "../scenarios/terraform-under-test";

const DEMO = resolve(__dirname, "../../examples/demo.ts");

describeWithTerraform("the example sign-lambda-package in the demo", () => {
  let folder: string;
  let output: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-demo-test-"));
    output = "";
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("is signed, verified, invoked, protected, signed again after a change, and destroyed", async () => {
    expect(await exitCode(startDemo())).toBe(0);

    expect(output).toContain("It takes about one minute");
    expect(output).toMatch(/ status +Succeeded\n/);
    expect(output).toMatch(/ signed by +arn:aws:signer:us-east-1:111111111111:\/signing-profiles\//);
    expect(output).toContain('"Hello reader, from signed code"');
    expect(output).toContain("refused: CodeVerificationFailedException: Lambda cannot deploy the function.");
    const [, oldKey, newKey] = /old object, still there +(\S+)\n +new object +(\S+)\n/.exec(output)!;
    expect(newKey).not.toBe(oldKey);
    expect(output).toContain('"Hello reader, from changed and signed code"');
    expect(output).toContain("No changes: what is signed is not signed again.");
    expect(output).toMatch(/(\d+) of \1 {2}done\n\nShown in .+ unsigned code is refused, and only a change is signed/);
    expect(remainingFiles()).toEqual([]);
  });

  test("leaves nothing behind after Ctrl-C", async () => {
    const demo = startDemo();
    demo.stdout!.on("data", () => {
      if (output.includes("the code is in Amazon S3")) demo.kill("SIGINT");
    });

    expect(await exitCode(demo)).toBe(130);
    expect(output).toContain("Interrupted. Nothing is left");
    expect(remainingFiles()).toEqual([]);
  });

  test("keeps the whole log of a failure, and names its file", async () => {
    const terraform = join(folder, "terraform");
    writeFileSync(
      terraform,
      `#!/bin/sh\n[ "$1" = version ] && echo '{"terraform_version":"1.9.9"}' && exit\n${FAILURE}`,
    );
    chmodSync(terraform, 0o755);

    expect(await exitCode(startDemo({ TERRAFORM_BINARY_NAME: terraform }))).toBe(1);
    expect(output).toContain("terraform init ended with exit code 1:\nError: no provider\n");
    expect(output).not.toContain("long explanation");
    const [, log] = /The whole log is in (\S+)/.exec(output)!;
    expect(readFileSync(log, "utf8")).toContain("long explanation");
    expect(remainingFiles()).toEqual(["terraform", log.slice(folder.length + 1)].sort());
  });

  function startDemo(environment: Record<string, string> = {}): ChildProcess {
    const demo = spawn(process.execPath, ["--import", "tsx", DEMO], {
      env: { ...process.env, TMPDIR: folder, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [demo.stdout, demo.stderr]) stream.on("data", (chunk: Buffer) => (output += String(chunk)));
    return demo;
  }

  function remainingFiles(): string[] {
    return readdirSync(folder)
      .filter((name) => !name.startsWith("tsx-"))
      .sort();
  }
});

/** The output of a Terraform that always fails. */
const FAILURE = 'echo "long explanation"; echo "Error: no provider"; exit 1\n';

async function exitCode(process: ChildProcess): Promise<number | null> {
  return new Promise((end) => process.once("close", end));
}

test("the demo names an option that it does not know", () => {
  expect(() => parseDemoOptions(["--backend", "http://127.0.0.1:4566"])).toThrow("'--backend'");
  expect(parseDemoOptions(["--keep"])).toEqual({ keep: true, verbose: false, help: false });
});
