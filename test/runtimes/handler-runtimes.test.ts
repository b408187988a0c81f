import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../packaging/command";
import { NpmProject } from "../../packaging/npm-project";

const ROOT = resolve(__dirname, "../..");
const JEST = join(ROOT, "node_modules", "jest", "bin", "jest.js");

const project = new NpmProject(mkdtempSync(join(tmpdir(), "cdktf-aws-signer-node-")));

afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

describe("the handler's own tests pass", () => {
  test.each([
    ["nodejs22.x, the default runtime of the function", "22.23.3"],
    ["nodejs24.x", "24.21.0"],
  ])("on the Node.js of %s", async (_runtime, version) => {
    // The package `node` downloads the same package when it is installed, by a script.
    const node = `node-${process.platform}-${process.arch}`;
    await project.install(`${node}@${version}`);
    const binary = join(project.folder, "node_modules", node, "bin", "node");
    expect(await run(binary, ["--version"], { cwd: ROOT })).toBe(`v${version}\n`);

    const report = join(project.folder, `${version}.json`);
    await run(binary, [JEST, "--ci", "test/handler/", "--json", "--outputFile", report, "--selectProjects", "unit"], {
      cwd: ROOT,
    });
    const results = JSON.parse(readFileSync(report, "utf8")) as Readonly<Record<string, number>>;
    expect(results).toMatchObject({ numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0 });
    expect(results.numPassedTests).toBeGreaterThan(200);
  });
});
