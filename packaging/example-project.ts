import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CDKTN, Flavour, ROOT } from "./flavour";
import { cdktnProgram } from "../projenrc/flavour/cdktn-imports";

/** What a project needs beside the library and its peers to run an example. */
export const TYPESCRIPT = ["typescript@5.9", "tsx@4", "@types/node@22"];

/**
 * Copies an example into the project of a user of a flavour.
 *
 * @param providerVersion version of the AWS provider, in place of the one that the bindings ask for
 */
export function copyExample(name: string, flavour: Flavour, folder: string, providerVersion: string): void {
  copyProgram(join(ROOT, "examples", name), flavour, folder, providerVersion);
}

/** The same for a program in another folder. */
export function copyProgram(from: string, flavour: Flavour, folder: string, providerVersion: string): void {
  cpSync(from, folder, {
    recursive: true,
    filter: (path) => !/cdktf\.out|\.tfstate|\.terraform/.test(path),
  });
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  for (const path of files.map((file) => join(folder, file))) {
    let program = readFileSync(path, "utf8");
    if (path === join(folder, "main.ts")) program = withProviderVersion(program, providerVersion);
    writeFileSync(path, flavour === CDKTN ? cdktnProgram(program) : program);
  }
}

function withProviderVersion(program: string, version: string): string {
  const pinned = `for (const stack of app.node.children.filter(PinnedStack.isStack)) {
  stack.addOverride("terraform.required_providers.aws.version", "${version}");
}
app.synth();`;
  const result = program.replace(/^app\.synth\(\);$/m, pinned);
  if (result === program) throw new Error('The program\'s main.ts has no line "app.synth();"');
  return `import { TerraformStack as PinnedStack } from "cdktf";\n${result}`;
}
