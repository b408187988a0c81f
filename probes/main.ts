import { probeCommand } from "./run/command";
import { CONSOLE, runInterruptible } from "./run/interruptible";
import { parseOptions } from "./run/options";

runInterruptible(
  "Interrupted. Waiting for the last answers, at most half a minute. Then everything is removed.",
  async (signal) => probeCommand(parseOptions(process.argv.slice(2)), CONSOLE, signal),
);
