// Renders the pictures of the documentation and checks its Mermaid diagrams, without a browser.
//   node projenrc/diagrams.mjs            writes docs/images/*.svg
//   node projenrc/diagrams.mjs --check    compares them instead, and fails if one is out of date
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { instance } from "@viz-js/viz";
import DOMPurify from "dompurify";

const DOCS = fileURLToPath(new URL("../docs", import.meta.url));
const IMAGES = join(DOCS, "images");

/** @returns problems, one a line */
async function pictures(checkOnly) {
  const viz = await instance();
  return readdirSync(IMAGES)
    .filter((name) => name.endsWith(".dot"))
    .flatMap((name) => {
      const file = join(IMAGES, name.replace(/\.dot$/, ".svg"));
      const svg = viz.renderString(readFileSync(join(IMAGES, name), "utf8"), { format: "svg" });
      if (!checkOnly) writeFileSync(file, svg);
      return readFileSync(file, "utf8") === svg ? [] : [`${file} is out of date: run "npm run diagrams"`];
    });
}

/** @returns problems, one a line */
async function mermaidDiagrams() {
  // Mermaid cleans labels with DOMPurify, which does nothing in a process without a DOM.
  Object.assign(DOMPurify, { addHook: () => undefined, sanitize: (text) => text });
  const { default: mermaid } = await import("mermaid");
  const problems = [];
  for (const name of readdirSync(DOCS).filter((each) => each.endsWith(".md"))) {
    for (const [, code] of readFileSync(join(DOCS, name), "utf8").matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
      await mermaid.parse(code).catch((error) => problems.push(`docs/${name}: ${error.message}\n${code}`));
    }
  }
  return problems;
}

const problems = [...(await pictures(process.argv.includes("--check"))), ...(await mermaidDiagrams())];
problems.forEach((problem) => console.error(problem));
process.exitCode = problems.length === 0 ? 0 : 1;
