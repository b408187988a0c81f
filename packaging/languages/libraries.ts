import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command";
import { CDKTF, ROOT } from "../flavour";
import { pack } from "../npm-project";

const BINDINGS = "@cdktf/provider-aws";

interface Assembly {
  types: Record<string, unknown>;
  submodules: Record<string, { readonly symbolId: string }>;
}

/**
 * The packed library and what it depends on, as npm packages in `node_modules` of a folder. Code for a language can be generated of
 * them where its registry lacks the bindings.
 *
 * Of the AWS provider's bindings only the resources that library and example use are kept: all of them together are millions
 * of lines.
 *
 * @returns folders of the packages, each after those that it depends on
 */
export async function installLibraries(folder: string): Promise<string[]> {
  const modules = join(folder, "node_modules");
  for (const name of ["constructs", "cdktf"]) {
    cpSync(join(ROOT, "node_modules", name), join(modules, name), { recursive: true });
  }
  keepResources(join(ROOT, "node_modules", BINDINGS), join(modules, BINDINGS), usedResources());
  const library = join(modules, CDKTF.name);
  mkdirSync(library, { recursive: true });
  await run("tar", ["-xzf", await pack(CDKTF, folder), "-C", library, "--strip-components", "1"], { cwd: folder });
  return ["constructs", "cdktf", BINDINGS, CDKTF.name].map((name) => join(modules, name));
}

function usedResources(): string[] {
  const folders = ["src", "examples/signed-lambda-function"].map((path) => join(ROOT, path));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => join(folder, path)),
  );
  const names = files.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/"@cdktf\/provider-aws\/lib\/([a-z0-9-]+)"/g)].map(([, name]) => name),
  );
  return [...new Set(names)].sort();
}

function keepResources(from: string, to: string, resources: readonly string[]): void {
  const assembly = JSON.parse(readFileSync(join(from, ".jsii"), "utf8")) as Assembly;
  const folderOf = (submodule: { readonly symbolId: string }) => /^src\/(.+)\/index:$/.exec(submodule.symbolId)?.[1];
  const kept = Object.entries(assembly.submodules).filter(([, each]) => resources.includes(folderOf(each) ?? ""));
  const types = Object.entries(assembly.types).filter(([type]) => kept.some(([name]) => type.startsWith(`${name}.`)));
  assembly.submodules = Object.fromEntries(kept);
  assembly.types = Object.fromEntries(types);
  mkdirSync(join(to, "lib"), { recursive: true });
  for (const file of ["package.json", "LICENSE", "README.md"]) cpSync(join(from, file), join(to, file));
  for (const name of resources) cpSync(join(from, "lib", name), join(to, "lib", name), { recursive: true });
  writeFileSync(join(to, ".jsii"), JSON.stringify(assembly));
  const index = kept.map(([name, each]) => `exports.${name.split(".").pop()} = require("./${folderOf(each)}");\n`);
  writeFileSync(join(to, "lib/index.js"), index.join(""));
}
