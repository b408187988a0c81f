/** More lines than anyone reads, for each function. */
const CAPACITY = 2_000;

/** The output of functions, for debugging and tests. It also goes to their log groups if their roles allow it. */
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
