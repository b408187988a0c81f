import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const MODULES = "node_modules";

/** Folders below `root` of the npm packages that the library's package carries: the bundled ones, and what they need. */
export function carriedPackages(root: string): string[] {
  const { bundledDependencies } = manifestIn(root);
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    const folder = installedFolder(root, from, name);
    if (found.has(folder)) return;
    found.add(folder);
    Object.keys(manifestIn(join(root, folder)).dependencies ?? {}).forEach((needed) => add(needed, folder));
  };
  (bundledDependencies ?? []).forEach((name) => add(name, "."));
  return [...found].sort();
}

/** Where Node.js finds a package that code in the folder `from` requires. */
function installedFolder(root: string, from: string, name: string): string {
  const folder = join(from, MODULES, name);
  if (existsSync(join(root, folder, "package.json"))) return folder;
  if (from === ".") throw new Error(`${name} is bundled, but not installed`);
  return installedFolder(root, dirname(from), name);
}

interface Manifest {
  readonly bundledDependencies?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}
