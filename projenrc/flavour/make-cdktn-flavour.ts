import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { carriedPackages } from "../carried-packages";
import { cdktnSource } from "./cdktn-imports";
import { cdktnManifest } from "./cdktn-manifest";
import { cdktnReadme } from "./cdktn-readme";

/** What both flavours have in common to the last byte. */
const COPIED = ["LICENSE", "tsconfig.json", "assets"];

/**
 * Makes the project of `cdktn-aws-signer` in `folder`, ready for jsii, from the project in `root`. Whatever was there is gone.
 */
export function makeCdktnFlavour(root: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const path of filesIn(join(root, "src"))) {
    const text = readFileSync(join(root, "src", path), "utf8");
    write(join(folder, "src", path), path.endsWith(".ts") ? cdktnSource(`src/${path}`, text) : text);
  }
  for (const path of [...COPIED, ...carriedPackages(root)]) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  const manifest = cdktnManifest(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  write(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  write(join(folder, "README.md"), cdktnReadme(readFileSync(join(root, "README.md"), "utf8")));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

if (require.main === module) {
  const root = resolve(__dirname, "../..");
  makeCdktnFlavour(root, join(root, "flavours", "cdktn"));
}
