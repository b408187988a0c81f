import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, parse } from "node:path";

/** Names a folder laid out as a Terraform filesystem mirror that holds the AWS provider. */
export const PROVIDER_MIRROR_VARIABLE = "CDKTF_AWS_SIGNER_PROVIDER_MIRROR";

const AWS_PROVIDER = join("registry.terraform.io", "hashicorp", "aws");

/**
 * Folders that contain no mirror, and take long to search. A plugin cache looks like a mirror,
 * but Terraform refuses to install from its own cache.
 */
const NOT_SEARCHED = new Set([
  "boot",
  "dev",
  "lost+found",
  "node_modules",
  "plugin-cache",
  "proc",
  "run",
  "sys",
  "tmp",
]);
const SEARCH_DEPTH = 3;

/**
 * The filesystem mirror with the AWS provider: the one that the environment names, else the first one found
 * near the root of the file system or of the home folder. `undefined` where there is none.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export function findProviderMirror(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment[PROVIDER_MIRROR_VARIABLE];
  if (named) {
    if (!existsSync(join(named, AWS_PROVIDER))) {
      throw new Error(`${PROVIDER_MIRROR_VARIABLE} names "${named}", which holds no ${AWS_PROVIDER}`);
    }
    return named;
  }
  return searchBelow(homedir(), SEARCH_DEPTH) ?? searchBelow(parse(process.cwd()).root, SEARCH_DEPTH);
}

function searchBelow(folder: string, depth: number): string | undefined {
  if (existsSync(join(folder, AWS_PROVIDER))) return folder;
  if (depth === 0) return undefined;
  for (const name of subfolders(folder)) {
    const found = searchBelow(join(folder, name), depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !NOT_SEARCHED.has(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}
