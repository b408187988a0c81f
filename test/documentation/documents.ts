import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exampleNames } from "../../examples/runner/synthesize";

export const ROOT = resolve(__dirname, "../..");

/** A page that is not generated. */
export interface Document {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** The line on which its code begins, counted from 1. */
  readonly line: number;
}

export function documents(): Document[] {
  const folders = ["", "docs", "examples", ...exampleNames().map((name) => `examples/${name}`)];
  const paths = folders.flatMap(pagesIn).filter((path) => path !== "API.md");
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

export function codeBlocks({ text }: Document): CodeBlock[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1],
    code: match[2],
    line: text.slice(0, match.index).split("\n").length + 1,
  }));
}

/** The text without code, where a bracket is not a link and a `#` is not a heading. */
export function prose({ text }: Document): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => (folder === "" ? name : `${folder}/${name}`));
}
