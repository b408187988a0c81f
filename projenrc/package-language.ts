import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The jsii-pacmak command that builds the package of a language. */
const TOOLCHAINS: Readonly<Record<string, { readonly programs: readonly string[]; readonly name: string }>> = {
  js: { programs: ["npm"], name: "npm" },
  python: { programs: ["python3"], name: "Python 3 with venv" },
  java: { programs: ["mvn", "javac"], name: "a JDK and Maven" },
  dotnet: { programs: ["dotnet"], name: "the .NET SDK" },
  go: { programs: ["go"], name: "Go" },
};

/**
 * Packages the compiled library in the current folder for a language. If the language's toolchain is missing, the
 * program generates only the code of the package and reports this. With `CI` set it fails instead, because a release
 * must be complete.
 */
function packageLanguage(language: string): number {
  const toolchain = TOOLCHAINS[language];
  if (toolchain === undefined) {
    console.error(`There is no package for "${language}". Languages: ${Object.keys(TOOLCHAINS).join(", ")}`);
    return 1;
  }
  const missing = toolchain.programs.filter((program) => !isOnPath(program));
  if (missing.length === 0) return pacmak("--target", language);
  const found = `package:${language} requires ${toolchain.name}; not found on PATH: ${missing.join(", ")}.`;
  if (process.env.CI) {
    console.error(`${found} Install it and package again.`);
    return 1;
  }
  console.warn(`${found} Only the code of the package is generated, into dist/${language}.`);
  return pacmak("--target", language, "--code-only");
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "")
    .split(":")
    .some((folder) => spawnSync("test", ["-x", join(folder, program)]).status === 0);
}

/** README and docstrings contain TypeScript, which is translated to the language of the package. */
function pacmak(...flags: readonly string[]): number {
  const args = ["-v", "--no-npmignore", "--rosetta-unknown-snippets", "translate", ...flags];
  return spawnSync("jsii-pacmak", args, { stdio: "inherit" }).status ?? 1;
}

process.exitCode = packageLanguage(process.argv[2]);
