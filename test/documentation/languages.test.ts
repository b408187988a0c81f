import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeBlocks, ROOT } from "./documents";

const PROGRAMS = [
  ["python", "python/main.py"],
  ["go", "go/main.go"],
];

const path = "docs/languages.md";
const blocks = codeBlocks({ path, text: readFileSync(join(ROOT, path), "utf8") });

test.each(PROGRAMS)("the %s program of the languages page is the tested example", (language, file) => {
  const example = readFileSync(join(ROOT, "examples/languages", file), "utf8");
  // The examples share the folder of the function's code.
  const shared = "../../signed-lambda-function/function";
  expect(example).toContain(shared);
  expect(blocks.filter((block) => block.language === language).map(({ code }) => code)).toEqual([
    example.replace(shared, "function"),
  ]);
});
