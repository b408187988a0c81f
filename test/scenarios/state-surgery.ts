import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Terraform } from "../../sandbox/terraform/terraform";

/** Replaces a text in Terraform's state. */
export async function replaceInState(terraform: Terraform, text: string, replacement: string): Promise<void> {
  const { stdout } = await terraform.run(["state", "pull"]);
  if (!stdout.includes(text)) throw new Error(`"${text}" is not in Terraform's state`);
  const state = JSON.parse(stdout.replaceAll(text, replacement)) as { serial: number };
  const folder = mkdtempSync(join(tmpdir(), "cdktf-aws-signer-state-"));
  try {
    const file = join(folder, "state.json");
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1 }));
    const push = await terraform.run(["state", "push", file]);
    if (push.exitCode !== 0) throw new Error(`terraform state push failed:\n${push.output}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
