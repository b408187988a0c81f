/**
 * Runs a command. The first Ctrl-C aborts its signal, and the command removes what it created. The second one ends
 * it at once.
 *
 * @param interrupted text for the first Ctrl-C
 * @param run returns the exit code
 */
export function runInterruptible(interrupted: string, run: (signal: AbortSignal) => Promise<number>): void {
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (interruption.signal.aborted) {
        console.error("Not everything is removed yet. Run the command again with --clean.");
        process.exit(1);
      }
      console.error(`\n${interrupted}`);
      interruption.abort();
    });
  }
  run(interruption.signal).then(
    (exitCode) => (process.exitCode = exitCode),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
}

export interface Output {
  readonly print: (line: string) => void;
  /** Progress, beside the results. */
  readonly note: (line: string) => void;
}

export const CONSOLE: Output = {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
};
