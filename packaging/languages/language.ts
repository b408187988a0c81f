import { join } from "node:path";
import { run } from "../command";
import { CDKTF, ROOT } from "../flavour";

/** Folders of one run of a program in another language. */
export interface Workspace {
  /** Where jsii puts packages and code of the library. */
  readonly packages: string;
  /** Where the program is run. Its output is in `cdktf.out` below. */
  readonly project: string;
}

/** A language that the library is packaged for, with a program in `examples/languages`. */
export interface Language {
  readonly name: string;
  /** Why the program cannot be run on this machine, if it cannot. Programs and registries are really asked. */
  missing(workspace: Workspace): Promise<string | undefined>;
  /** Builds the program with the packed library, and synthesizes it. */
  synthesize(workspace: Workspace): Promise<void>;
}

/** The folder of the function's code. */
export const FUNCTION_FOLDER = join(ROOT, "examples/signed-lambda-function/function");

/** Makes the library's package for a language. Returns the folder that jsii puts it in. */
export async function packageFor(language: string, outdir: string): Promise<string> {
  return pacmak(outdir, language, [], [CDKTF.folder]);
}

/** Generates the code of libraries, which requires no toolchain of the language. Returns its folder. */
export async function codeFor(language: string, outdir: string, libraries: readonly string[]): Promise<string> {
  return pacmak(outdir, language, ["--code-only"], libraries);
}

async function pacmak(
  outdir: string,
  language: string,
  flags: string[],
  libraries: readonly string[],
): Promise<string> {
  const program = require.resolve("jsii-pacmak/bin/jsii-pacmak");
  const args = [
    program,
    "--no-npmignore",
    // The packages that are built here are only run, and the translation of snippets would take most of the time.
    "--rosetta-unknown-snippets",
    "verbatim",
    ...flags,
    "--target",
    language,
    "--outdir",
    outdir,
    ...libraries,
  ];
  await run(process.execPath, args, { cwd: outdir });
  return join(outdir, language);
}

/** The first line of what a command that failed has said of the reason; `undefined` if it did not fail. */
export async function failureOf(program: string, args: readonly string[], cwd: string): Promise<string | undefined> {
  try {
    await run(program, args, { cwd });
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const lines = message.split("\n").map((line) => line.trim());
    return lines.find((line) => /40[0-9]|Could not|not found|ENOENT|not available/i.test(line)) ?? lines[0];
  }
}
