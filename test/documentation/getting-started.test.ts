import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./documents";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The commands that install packages into a project. */
function installations(path: string): string[] {
  return [...read(path).matchAll(/^npm install .*(?:tgz|cli).*$/gm)].map(([command]) => command);
}

test("the README installs what the getting-started page installs, which a scenario tests", () => {
  expect(installations("README.md")).toHaveLength(2);
  expect(installations("docs/getting-started.md")).toEqual(expect.arrayContaining(installations("README.md")));
});

test.each(["README.md", "docs/getting-started.md", "docs/languages.md"])(
  "%s names the package files of this version",
  (path) => {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    const named = [...read(path).matchAll(/cdkt[fn][-_]aws[-_]signer-(\d[\d.]*\d)[-.]/g)].map(([, each]) => each);
    expect(new Set(named)).toEqual(new Set([version]));
  },
);
