/** Prints progress to standard output, with the time since the start. */
export class Progress {
  private readonly start = process.hrtime.bigint();

  /** Begins a step. */
  public step(text: string): void {
    console.log(`\n[${this.elapsed()}] ${text}`);
  }

  /** A line below the current step. */
  public note(text: string): void {
    console.log(`${" ".repeat(10)}${text}`);
  }

  /** The part of Terraform's output that is worth showing: operations that start or end, and failures. */
  public terraform = (line: string): void => {
    if (
      /: (Creation|Modifications|Destruction) complete|: Still |: (Creating|Destroying|Modifying|Invoking)|^(Plan|Apply complete|Destroy complete|No changes)|Error/.test(
        line,
      )
    ) {
      this.note(line.trim());
    }
  };

  /** The totals of Terraform's output alone. */
  public terraformTotals = (line: string): void => {
    if (/^(Plan:|Apply complete|Destroy complete|No changes)/.test(line)) this.note(line.trim());
  };

  public elapsed(): string {
    return `${(Number(process.hrtime.bigint() - this.start) / 1e9).toFixed(1)} s`.padStart(7);
  }
}

/** Two columns, aligned. */
export function table(rows: Readonly<Record<string, unknown>>): string[] {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  return Object.entries(rows).map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`);
}
