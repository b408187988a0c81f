import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeBlocks, ROOT } from "./documents";

/** How the example names the folder of the function's code, which it shares, and how the page names its own. */
const PROGRAMS = [
  ["python", "python/main.py", 'parents[2] / "signed-lambda-function" / "function"', 'parent / "function"'],
  ["go", "go/main.go", '"..", "..", "signed-lambda-function", "function"', '"function"'],
];

const path = "docs/languages.md";
const blocks = codeBlocks({ path, text: readFileSync(join(ROOT, path), "utf8") });

test.each(PROGRAMS)("the %s program of the languages page is the tested example", (language, file, shared, own) => {
  const example = readFileSync(join(ROOT, "examples/languages", file), "utf8");
  expect(example).toContain(shared);
  expect(blocks.filter((block) => block.language === language).map(({ code }) => code)).toEqual([
    example.replace(shared, own),
  ]);
});
