import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Document, documents, prose, ROOT } from "./documents";

/** Where the links of a page within the repository lead. */
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

test.each(links)("in %s, the link to %s leads somewhere", (page, target) => {
  const [path, anchor] = target.split("#");
  const file = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
  expect(existsSync(join(ROOT, file))).toBe(true);
  if (anchor !== undefined) {
    expect(anchorsOf({ path: file, text: readFileSync(join(ROOT, file), "utf8") })).toContain(anchor);
  }
});

test("the README leads to every page of the documentation", () => {
  const linked = links.filter(([page]) => page === "README.md").map(([, target]) => target);
  const documentation = pages.map(({ path }) => path).filter((path) => path.startsWith("docs/"));
  expect(linked).toEqual(expect.arrayContaining(documentation));
});
