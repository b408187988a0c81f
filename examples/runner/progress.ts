const INDENT = " ".repeat(10);

/** Prints progress to standard output, with the time since the start. */
export class Progress {
  private readonly start = process.hrtime.bigint();
  private hasLiveLine = false;

  /** Begins a step. */
  public step(text: string): void {
    this.print(`\n[${this.elapsed()}] ${text}`);
  }

  /** A line below the current step. */
  public note(text: string): void {
    this.print(`${INDENT}${text}`);
  }

  /** A line that the next line replaces. Printed on a terminal only. */
  public live(text: string): void {
    if (!process.stdout.isTTY) return;
    this.clearLiveLine();
    process.stdout.write(`${INDENT}${text}`);
    this.hasLiveLine = true;
  }

  /** The totals of Terraform's output alone. */
  public terraformTotals = (line: string): void => {
    if (/^(Plan:|Apply complete|Destroy complete|No changes)/.test(line)) this.note(line.trim());
  };

  public elapsed(): string {
    return `${(Number(process.hrtime.bigint() - this.start) / 1e9).toFixed(1)} s`.padStart(7);
  }

  private print(line: string): void {
    this.clearLiveLine();
    console.log(line);
  }

  private clearLiveLine(): void {
    if (this.hasLiveLine) process.stdout.write("\r\x1b[K");
    this.hasLiveLine = false;
  }
}

/** Two columns, aligned. */
export function table(rows: Readonly<Record<string, unknown>>): string[] {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  return Object.entries(rows).map(([name, value]) => `${name.padEnd(width)}  ${String(value)}`);
}
