import { spawnSync } from "node:child_process";

/** A Terraform or OpenTofu that the tests are run with. */
export interface TerraformVersion {
  /** Path of the program. */
  readonly binary: string;
  readonly product: "Terraform" | "OpenTofu";
  readonly version: string;
}

/**
 * Runs a program to find out which version it is.
 *
 * @throws Error if it is neither Terraform nor OpenTofu
 */
export function versionOf(binary: string): TerraformVersion {
  const { stdout, error } = spawnSync(binary, ["version"], { encoding: "utf8", env: ENVIRONMENT });
  const [, product, version] = /^(Terraform|OpenTofu) v(\S+)/.exec(stdout ?? "") ?? [];
  if (product === undefined) {
    const found = error?.message ?? `it printed "${stdout}"`;
    throw new Error(`"${binary} version" names neither Terraform nor OpenTofu: ${found}. Name another program.`);
  }
  return { binary, product: product as TerraformVersion["product"], version };
}

const ENVIRONMENT = { ...process.env, CHECKPOINT_DISABLE: "1" };

/** Whether a version is `minimum` or later, such as "1.7". */
export function isAtLeast(version: string, minimum: string): boolean {
  return version.localeCompare(minimum, "en", { numeric: true }) >= 0;
}
