import { cpSync, readFileSync, writeFileSync } from "node:fs";
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
  cpSync(join(ROOT, "examples", name), folder, {
    recursive: true,
    filter: (path) => !/cdktf\.out|\.tfstate|\.terraform/.test(path),
  });
  const main = join(folder, "main.ts");
  const pinned = `for (const stack of app.node.children.filter(TerraformStack.isStack)) {
  stack.addOverride("terraform.required_providers.aws.version", "${providerVersion}");
}
app.synth();`;
  const program = readFileSync(main, "utf8").replace(/^app\.synth\(\);$/m, pinned);
  if (!program.includes(pinned)) throw new Error(`${main} has no line "app.synth();"`);
  writeFileSync(main, flavour === CDKTN ? cdktnProgram(program) : program);
}
