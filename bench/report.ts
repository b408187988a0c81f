import type { Row, Section } from "./section";

/** The lines of a section for a terminal. */
export function sectionLines({ title, method, reference, rows }: Section): string[] {
  const cells = [["", "ours", reference, "ratio", "budget", ""], ...rows.map(cellsOf)];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
  return [title, method, "", ...lines];
}

/** `RESULTS.md`. */
export function markdownReport(sections: readonly Section[], circumstances: readonly string[]): string {
  const parts = [
    "# Benchmark results\n\nWritten by `npm run bench`. Every ratio is of two measurements of one run.",
    circumstances.map((line) => `- ${line}`).join("\n"),
    ...sections.map(markdownSection),
  ];
  return `${parts.join("\n\n")}\n`;
}

export function brokenBudgets(sections: readonly Section[]): string[] {
  return sections.flatMap(({ title, rows }) =>
    rows.filter((row) => row.isWithinBudget === false).map(({ what }) => `${title}: ${what}`),
  );
}

function markdownSection({ title, method, reference, rows }: Section): string {
  const header = `| | ours | ${reference} | ratio | budget | |\n|---|---|---|---|---|---|`;
  const body = rows.map((row) => `| ${cellsOf(row).join(" | ")} |`).join("\n");
  return `## ${title}\n\n${method}\n\n${header}\n${body}`;
}

function cellsOf({ what, ours, reference, ratio, budget, isWithinBudget }: Row): string[] {
  const verdict = isWithinBudget === undefined ? "" : isWithinBudget ? "pass" : "FAIL";
  return [what, ours, reference, ratio, budget ?? "", verdict];
}
