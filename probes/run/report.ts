import type { Result } from "./runner";
import type { Target } from "./target";
import { PLANNED_KINDS, type PlannedResource } from "../aws/names";

/** Removes from a text what differs in every run, and the numbers of accounts. */
export class Redaction {
  constructor(
    private readonly target: Pick<Target, "accountId" | "other">,
    private readonly run: string,
  ) {}

  public of(text: string): string {
    const { accountId, other } = this.target;
    let redacted = text.replaceAll(accountId, "ACCOUNT").replaceAll(this.run, "RUN");
    if (other) redacted = redacted.replaceAll(other.accountId, "OTHER-ACCOUNT");
    return redacted
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, "UUID")
      .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1");
  }
}

export interface ReportedResult {
  readonly id: string;
  readonly verdict: "holds" | "differs" | "not asked";
  /** What was seen, or why the probe was not asked. */
  readonly seen: string;
  readonly assumption: string;
  readonly source: string;
  readonly usedBy: string;
  readonly isRelied: boolean;
}

export function reported({ probe, verdict }: Result, redaction: Redaction): ReportedResult {
  return {
    id: probe.id,
    verdict: verdict.kind,
    seen: redaction.of(verdict.kind === "not asked" ? verdict.why : verdict.seen),
    assumption: probe.assumption,
    source: `${probe.source.kind}: ${probe.source.text}`,
    usedBy: probe.usedBy,
    isRelied: probe.isRelied,
  };
}

const SIGNS = { holds: "holds    ", differs: "DIFFERS  ", "not asked": "not asked" };

/** A line for each assumption. Shows what was seen only where it differs. */
export function tableLines(result: ReportedResult): string[] {
  const { id, verdict, seen, assumption, isRelied, source, usedBy } = result;
  const lines = [`${SIGNS[verdict]}  ${id.padEnd(36)}  ${assumption}`];
  const indent = " ".repeat(11);
  if (verdict === "not asked") lines.push(`${indent}${seen}`);
  if (verdict === "differs") {
    lines.push(`${indent}seen:     ${seen}`, `${indent}source:   ${source}`);
    lines.push(`${indent}${isRelied ? "RELIED ON: " : "used by:  "}${usedBy}`);
  }
  return lines;
}

export function summary(results: readonly ReportedResult[]): string {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const relied = brokenReliance(results).length;
  return (
    `${results.length} assumptions: ${count("holds")} hold, ${count("differs")} differ ` +
    `(${relied} of them relied on), ${count("not asked")} not asked.`
  );
}

export function brokenReliance(results: readonly ReportedResult[]): readonly ReportedResult[] {
  return results.filter(({ verdict, isRelied }) => verdict === "differs" && isRelied);
}

/** The text of a dry run. */
export function planLines(planned: readonly PlannedResource[]): string[] {
  return [
    "A run would create, each with the tag and the prefix of this program:",
    ...planRows(planned),
    "It invokes no function. AWS Signer takes nothing for signing code for Lambda, so all that it costs is the storage of",
    "some kilobytes for minutes, and some hundred requests. What is removed is removed at the end, also after Ctrl-C; after",
    "a crash, run the command again with --clean.",
  ];
}

export function planRows(planned: readonly PlannedResource[]): string[] {
  return planned.map(({ kind, atMost, name, removal, remark }) =>
    `  ${[`at most ${atMost}`.padEnd(11), kind.padEnd(PLANNED_KINDS), name.padEnd(34), removal, remark].join("  ")}`.trimEnd(),
  );
}
