import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { App, Manifest, TerraformStack } from "cdktf";

const FOLDER = posix.join("assets", "aws-signer");

const emptied = new WeakSet<TerraformStack>();

/**
 * Writes a file beside the configuration of a stack, where Terraform finds it. `TerraformAsset` copies files when it
 * synthesizes, and would need a place for them until then.
 *
 * @returns the path for Terraform, which depends on the name only
 */
export function stageFile(stack: TerraformStack, name: string, content: Uint8Array): string {
  const folder = join(App.of(stack).outdir, Manifest.stacksFolder, stack.node.id, FOLDER);
  if (!emptied.has(stack)) {
    // What an earlier synthesis has left.
    rmSync(folder, { recursive: true, force: true });
    emptied.add(stack);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return posix.join(FOLDER, name);
}
