import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import { terraformVersion } from "../sandbox/terraform/terraform";

/** The facts that the results depend on, without the names of machine, user or folders. */
export function describeMachine(): string[] {
  const processors = cpus();
  return [
    `Processor: ${processors[0].model.trim()}, ${processors.length} cores`,
    `Memory: ${Math.round(totalmem() / 1024 ** 3)} GiB`,
    `Node.js ${process.versions.node}, Terraform ${terraformVersion() ?? "not installed"}`,
    `Revision ${revision()}`,
  ];
}

/** Average number of processes that wanted the processor during the last minute. */
export function currentLoad(): string {
  return loadavg()[0].toFixed(1);
}

function revision(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: __dirname, encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "../src", "../projenrc") === "" ? "" : ", with changes";
    return `${git("rev-parse", "--short", "HEAD")}${changed}`;
  } catch {
    return "unknown";
  }
}
