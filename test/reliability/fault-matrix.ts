import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A row of the fault matrix in docs/reliability.md. */
export interface FaultRow {
  readonly fault: string;
  /** Beginnings of the messages that the user reads, `…` for any text. Empty if there is no message. */
  readonly seen: readonly string[];
  readonly testFile: string;
  readonly testName: string;
}

const DOCS = join(__dirname, "../../docs");
const COLUMNS = ["What happens", "What the user sees", "In state", "The next apply", "Test"];

export function faultRows(): FaultRow[] {
  const lines = readFileSync(join(DOCS, "reliability.md"), "utf8").split("\n");
  const tables = lines.filter((line) => line.startsWith("|")).map(cellsOf);
  const rows = tables.filter((cells) => cells.length === COLUMNS.length && !isHead(cells) && !isRule(cells));
  return rows.map(([fault, seen, , , test]) => ({ fault, seen: codeIn(seen), ...testOf(test) }));
}

/** A text from the document as a pattern, anchored at the beginning. */
export function beginning(text: string): RegExp {
  const parts = text.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[\\s\\S]*")}`);
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

function isHead(cells: string[]): boolean {
  return cells.every((cell, index) => cell === COLUMNS[index]);
}

function isRule(cells: string[]): boolean {
  return cells.every((cell) => /^-+$/.test(cell));
}

function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}

/** `[a test's name](../test/file.test.ts)` */
function testOf(cell: string): Pick<FaultRow, "testFile" | "testName"> {
  const [, testName, path] = /^\[(.+)\]\((.+\.test\.ts)\)$/.exec(cell) ?? [];
  if (testName === undefined) throw new Error(`docs/reliability.md names no test in a row, but says: ${cell}`);
  return { testName, testFile: join(DOCS, path) };
}
