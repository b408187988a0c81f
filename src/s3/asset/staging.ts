import { mkdirSync, rmSync } from "node:fs";
import { join, posix } from "node:path";
import { App, Manifest, TerraformStack } from "cdktf";

/** Path of the files of a stack for Terraform, which depends on nothing but their names. */
export const STAGING_FOLDER = posix.join("assets", "aws-signer");

const emptied = new WeakSet<TerraformStack>();

/**
 * The folder beside the configuration of a stack in which Terraform finds files. `TerraformAsset` copies files when it
 * synthesizes, and would need a place for them until then.
 */
export function stagingFolder(stack: TerraformStack): string {
  const folder = join(App.of(stack).outdir, Manifest.stacksFolder, stack.node.id, STAGING_FOLDER);
  if (!emptied.has(stack)) {
    // What an earlier synthesis has left.
    rmSync(folder, { recursive: true, force: true });
    emptied.add(stack);
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}
