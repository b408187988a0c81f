import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { languageReadme, LANGUAGES } from "./language-readme";

interface Toolchain {
  readonly programs: readonly string[];
  readonly name: string;
  /** Where the build downloads the library's dependencies from. */
  readonly registry?: string;
}

/** What jsii-pacmak needs to build the package of a language. */
const TOOLCHAINS: Readonly<Record<string, Toolchain>> = {
  js: { programs: ["npm"], name: "npm" },
  python: { programs: ["python3"], name: "Python 3 with venv" },
  java: { programs: ["mvn", "javac"], name: "a JDK and Maven", registry: "the Maven repository" },
  dotnet: { programs: ["dotnet"], name: "the .NET SDK", registry: "the NuGet feed" },
  go: { programs: ["go"], name: "Go", registry: "the Go module proxy" },
};

const EXAMPLES = resolve(__dirname, "../examples/languages");

/**
 * Packs the compiled library in the current folder for a language. If the language's toolchain is missing, the
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
  if (missing.length === 0) {
    const exitCode = withReadmeFor(language, () => pacmak("--target", language));
    if (exitCode !== 0 && toolchain.registry) {
      console.error(
        `package:${language} failed. It builds against the packages of cdktf or cdktn and of their AWS bindings. If they ` +
          `could not be downloaded, check that ${toolchain.registry} has them.`,
      );
    }
    return exitCode;
  }
  const found = `package:${language} requires ${toolchain.name}; not found on PATH: ${missing.join(", ")}.`;
  if (process.env.CI) {
    console.error(`${found} Install it and package again.`);
    return 1;
  }
  console.warn(`${found} Only the code of the package is generated, into dist/${language}.`);
  return withReadmeFor(language, () => pacmak("--target", language, "--code-only"));
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "")
    .split(":")
    .some((folder) => spawnSync("test", ["-x", join(folder, program)]).status === 0);
}

/** Runs `run` while the jsii assembly contains the README of the language. */
function withReadmeFor(language: string, run: () => number): number {
  if (LANGUAGES[language] === undefined) return run();
  const path = resolve(".jsii");
  const compiled = readFileSync(path, "utf8");
  const assembly = JSON.parse(compiled) as { name: string; version: string; readme: { markdown: string } };
  const program = readFileSync(join(EXAMPLES, LANGUAGES[language].program), "utf8");
  const readme = { markdown: languageReadme(language, assembly, program) };
  try {
    writeFileSync(path, JSON.stringify({ ...assembly, readme }));
    return run();
  } finally {
    writeFileSync(path, compiled);
  }
}

/** The README contains only code of the language, which stays as it is. */
function pacmak(...flags: readonly string[]): number {
  const args = ["-v", "--no-npmignore", "--rosetta-unknown-snippets", "verbatim", ...flags];
  return spawnSync("jsii-pacmak", args, { stdio: "inherit" }).status ?? 1;
}

process.exitCode = packageLanguage(process.argv[2]);
