import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../../sandbox/backend/cache-folder";
import { findPython, BackendUnavailableError } from "../../../sandbox/backend/python";
import { preparePythonEnvironment } from "../../../sandbox/backend/python-environment";
import { describeWithSandbox } from "../../sandbox-under-test";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "python-environment-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("without Python on the machine, the error says what to install, and the alternatives", async () => {
  const finding = findPython({ PATH: folder });
  await expect(finding).rejects.toThrow(BackendUnavailableError);
  await expect(finding).rejects.toThrow(
    /needs Python 3\.10 or newer \(there is none on PATH\).*apt-get install python3.*--backend/,
  );
});

test("with a Python that is too old, the error says which was found", async () => {
  const old = join(folder, "python3");
  writeFileSync(old, "#!/bin/sh\necho 3.8\n");
  chmodSync(old, 0o755);
  await expect(findPython({ PATH: folder })).rejects.toThrow(/\(python3 is 3\.8\)/);
});

describeWithSandbox("the backend's Python environment", () => {
  test("is used again without an installation while its requirements are the same", async () => {
    const reports: string[] = [];
    const python = await preparePythonEnvironment(cacheFolder(), (line) => reports.push(line));
    expect(python).toMatch(/backend-[0-9a-f]{16}/);
    expect(reports).toEqual([]);
  });

  test("has scripts that run", async () => {
    const python = await preparePythonEnvironment(cacheFolder(), () => undefined);
    const version = execFileSync(join(dirname(python), "pip"), ["--version"], { encoding: "utf8" });
    expect(version).toMatch(/^pip /);
  });

  test("is removed if pip fails, and the error ends with pip's message", async () => {
    const env = { ...process.env, PIP_NO_INDEX: "1", PIP_FIND_LINKS: folder };
    const preparing = preparePythonEnvironment(folder, () => undefined, env);
    await expect(preparing).rejects.toThrow(BackendUnavailableError);
    await expect(preparing).rejects.toThrow(
      /pip could not install.*requirements\.txt[^]*No matching distribution found for botocore/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
