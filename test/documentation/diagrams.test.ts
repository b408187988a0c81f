import { spawnSync } from "node:child_process";
import { ROOT } from "./documents";

test("every picture is rendered from its source, and every Mermaid diagram can be parsed", () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["projenrc/diagrams.mjs", "--check"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect([stdout, stderr, status]).toEqual(["", "", 0]);
});
