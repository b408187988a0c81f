import { acceptanceCommand } from "./command";
import { parseOptions } from "./options";
import { CONSOLE, runInterruptible } from "../run/interruptible";

runInterruptible(
  "Interrupted. Waiting for the Terraform command that runs. Then everything is destroyed.",
  async (signal) => acceptanceCommand(parseOptions(process.argv.slice(2)), CONSOLE, signal),
);
