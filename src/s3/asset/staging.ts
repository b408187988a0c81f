import { mkdirSync, rmSync } from "node:fs";
import { join, posix } from "node:path";
import { App, Manifest, TerraformStack } from "cdktf";

/** Path of the folder with the files of a stack for Terraform. It depends only on their names. */
export const STAGING_FOLDER = posix.join("assets", "aws-signer");

const emptied = new WeakSet<TerraformStack>();

/**
 * The folder next to the configuration of a stack from which Terraform reads files. `TerraformAsset` copies files
 * during synthesis and would need a location for them until then.
 */
export function stagingFolder(stack: TerraformStack): string {
  const folder = join(App.of(stack).outdir, Manifest.stacksFolder, stack.node.id, STAGING_FOLDER);
  if (!emptied.has(stack)) {
    // Files of an earlier synthesis.
    rmSync(folder, { recursive: true, force: true });
    emptied.add(stack);
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}
