import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Package {
  readonly id: string;
  readonly license: string;
  readonly text: string;
}

/**
 * The licences of all npm packages that bundled files come from, each text once.
 *
 * @param inputs paths of the bundled files, as in esbuild's metafile
 */
export function thirdPartyLicenses(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(root, input) ?? []));
  const packages = [...folders].map(readPackage).sort((a, b) => (a.id < b.id ? -1 : 1));
  const texts = new Set(packages.map(({ text }) => text));
  const sections = [...texts].map((text) => {
    const users = packages.filter((candidate) => candidate.text === text);
    return `${users.map(({ id, license }) => `${id} (${license})`).join("\n")}\n\n${text}`;
  });
  return (
    ["signing-job-handler.zip contains code of these packages.", ...sections].join(`\n\n${"-".repeat(80)}\n\n`) + "\n"
  );
}

/** The innermost package that a file belongs to; none for the project's own files. */
function packageFolder(root: string, input: string): string | undefined {
  const match = /^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(input);
  return match === null ? undefined : join(root, match[0]);
}

function readPackage(folder: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(file));
  if (files.length === 0) throw new Error(`${name} is bundled, but has no licence file`);
  const text = files
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim())
    .join("\n\n");
  return { id: `${name} ${version}`, license, text };
}
