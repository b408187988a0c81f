import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { Document, documents, prose, ROOT } from "./documents";

/** The targets of a page's links within the repository. */
function targetsOf(document: Document): string[] {
  const targets = [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  return [...new Set(targets)].filter((target) => !/^https?:/.test(target));
}

/** As GitHub names the headings of a page. */
function anchorsOf(document: Document): string[] {
  return [...prose(document).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

const pages = documents();
const links = pages.flatMap((page) => targetsOf(page).map((target) => [page.path, target]));

test.each(links)("in %s, the target of the link %s exists", (page, target) => {
  const [path, anchor] = target.split("#");
  const file = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
  expect(existsSync(join(ROOT, file))).toBe(true);
  if (anchor !== undefined) {
    expect(anchorsOf({ path: file, text: readFileSync(join(ROOT, file), "utf8") })).toContain(anchor);
  }
});

test("the table of contents leads to every page of the documentation, and the README to the table", () => {
  const targetsIn = (path: string): string[] => links.filter(([page]) => page === path).map(([, target]) => target);
  const documentation = pages.map(({ path }) => path).filter((path) => /^docs\/(?!README)/.test(path));
  expect(targetsIn("docs/README.md")).toEqual(expect.arrayContaining(documentation.map((path) => basename(path))));
  expect(targetsIn("README.md")).toContain("docs/README.md");
});
