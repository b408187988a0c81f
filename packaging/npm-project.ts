import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandOptions, run } from "./command";
import type { Flavour } from "./flavour";

/** Packs a compiled flavour. Returns the path of the tarball. */
export async function pack(flavour: Flavour, destination: string): Promise<string> {
  mkdirSync(destination, { recursive: true });
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", destination], { cwd: flavour.folder });
  const { version } = JSON.parse(readFileSync(join(flavour.folder, "package.json"), "utf8")) as { version: string };
  return join(destination, `${flavour.name}-${version}.tgz`);
}

/** A project of a user: an npm project, empty at first, in a folder of its own. */
export class NpmProject {
  constructor(public readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "a-project", version: "1.0.0", private: true }));
  }

  /** Plain `npm install`. */
  public async install(...packages: readonly string[]): Promise<void> {
    await run("npm", ["install", "--no-audit", "--no-fund", ...packages], { cwd: this.folder });
  }

  /** Names of all packages that are installed, at any depth. */
  public installed(): string[] {
    const lock = JSON.parse(readFileSync(join(this.folder, "package-lock.json"), "utf8")) as {
      packages: Record<string, unknown>;
    };
    return Object.keys(lock.packages)
      .filter((path) => path !== "")
      .map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
  }

  /** Runs a command of an installed package. */
  public async run(command: string, args: readonly string[], env?: CommandOptions["env"]): Promise<string> {
    return run(join(this.folder, "node_modules", ".bin", command), args, { cwd: this.folder, env });
  }
}
