import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { terraformCliEnvironment } from "../../sandbox/terraform/cli-config";
import { sandboxEnvironment } from "../../sandbox/terraform/sandbox-environment";
import { freshAccountId } from "../sandbox-under-test";
import { describeWithTerraform } from "./terraform-under-test";

const EXAMPLES = resolve(__dirname, "../../examples");
const EXAMPLE = join(EXAMPLES, "sign-lambda-package");

describeWithTerraform("the example, deployed by cdktf itself", (sandbox) => {
  const accountId = freshAccountId();
  // A folder of its own: cdktf keeps output and state where it is started.
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-cli-"));
  copyFileSync(join(EXAMPLE, "cdktf.json"), join(folder, "cdktf.json"));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("goes up with `cdktf deploy` and down with `cdktf destroy`", async () => {
    const outputs = join(folder, "outputs.json");
    await cdktf("deploy", "--auto-approve", "--outputs-file", outputs);
    const stack = (JSON.parse(readFileSync(outputs, "utf8")) as Record<string, Record<string, string>>)[
      "sign-lambda-package"
    ];
    expect(stack.status).toBe("Succeeded");
    expect(stack.signedObjectKey).toBe(`signed/${stack.jobId}.zip`);

    const output = await cdktf("destroy", "--auto-approve");
    expect(output).toContain("Destroy complete!");
  });

  async function cdktf(command: string, ...flags: string[]): Promise<string> {
    const bin = require.resolve("cdktf-cli/bundle/bin/cdktf");
    const app = `${process.execPath} --import ${require.resolve("tsx")} ${join(EXAMPLE, "main.ts")}`;
    const child = spawn(process.execPath, [bin, command, "--app", app, ...flags], {
      cwd: folder,
      env: {
        ...process.env,
        ...sandboxEnvironment(sandbox.url, accountId),
        ...terraformCliEnvironment(folder),
        TSX_TSCONFIG_PATH: join(EXAMPLES, "tsconfig.json"),
        CHECKPOINT_DISABLE: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    const exitCode = await new Promise((resolveExit) => child.once("close", resolveExit));
    if (exitCode !== 0) throw new Error(`cdktf ${command} ended with exit code ${String(exitCode)}:\n${output}`);
    return output;
  }
});
