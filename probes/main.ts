import { probeCommand } from "./run/command";
import { parseOptions } from "./run/options";

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) {
        console.error("Not everything is removed yet. Run the command again with --clean.");
        process.exit(1);
      }
      console.error("\nInterrupted. Waiting for the last answers, at most half a minute; then everything is removed.");
      interruption.abort();
    });
  }
  const output = { print: (line: string) => console.log(line), note: (line: string) => console.error(line) };
  process.exitCode = await probeCommand(options, output, interruption.signal);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
