import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An npm package whose code is bundled. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/**
 * All npm packages that the bundled files come from.
 *
 * @param inputs paths of the bundled files, as in esbuild's metafile
 */
export function bundledPackages(root: string, inputs: readonly string[]): Package[] {
  const folders = new Set(inputs.flatMap((input) => packageFolder(root, input) ?? []));
  return [...folders].map(readPackage).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** The licences of packages. Each text appears once. */
export function thirdPartyLicenses(packages: readonly Package[]): string {
  const texts = new Set(packages.map(({ text }) => text));
  const sections = [...texts].map((text) => {
    const users = packages.filter((candidate) => candidate.text === text);
    return `${users.map((user) => `${idOf(user)} (${user.license})`).join("\n")}\n\n${text}`;
  });
  return (
    ["signing-job-handler.zip contains code of these packages.", ...sections].join(`\n\n${"-".repeat(80)}\n\n`) + "\n"
  );
}

function idOf({ name, version }: Package): string {
  return `${name} ${version}`;
}

/** The innermost package that contains a file; none for the project's own files. */
function packageFolder(root: string, input: string): string | undefined {
  const match = /^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(input);
  return match === null ? undefined : join(root, match[0]);
}

export function readPackage(folder: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(-\w+)?(\.(md|txt))?$/i.test(file));
  if (files.length === 0) throw new Error(`${name} is bundled, but has no licence file`);
  const text = files
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim())
    .join("\n\n");
  return { name, version, license, text };
}
