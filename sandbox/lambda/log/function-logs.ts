/** Enough for the longest log that somebody reads, for each function. */
const CAPACITY = 2_000;

/** What functions wrote, kept for who debugs or tests them. The same goes to their log groups, if their roles may. */
export class FunctionLogs {
  private readonly lines = new Map<string, string[]>();

  public add(accountId: string, functionName: string, line: string): void {
    const key = `${accountId}/${functionName}`;
    const lines = this.lines.get(key) ?? [];
    lines.push(line);
    if (lines.length > CAPACITY) lines.shift();
    this.lines.set(key, lines);
  }

  public of(accountId: string, functionName: string): readonly string[] {
    return this.lines.get(`${accountId}/${functionName}`) ?? [];
  }

  public clear(): void {
    this.lines.clear();
  }
}
