import { cpSync } from "node:fs";
import { join } from "node:path";
import { codeFor, failureOf, FUNCTION_FOLDER, Language, packageFor } from "./language";
import { run } from "../command";
import { CDKTF, ROOT } from "../flavour";

const PROGRAM = join(ROOT, "examples/languages/csharp");

/** The packages of cdktf and of the AWS provider's bindings come from NuGet. */
export const CSHARP: Language = {
  name: "C#",

  async missing({ packages, project }) {
    const failure = await failureOf("dotnet", ["--version"], project);
    if (!failure) return undefined;
    await codeFor("dotnet", packages, [CDKTF.folder]);
    return `the .NET SDK was not found (${failure}). Only the code of the package was generated`;
  },

  async synthesize({ packages, project }) {
    const folder = await packageFor("dotnet", packages);
    cpSync(PROGRAM, project, { recursive: true });
    const env = { FUNCTION_FOLDER, CDKTF_OUTDIR: join(project, "cdktf.out"), RestoreAdditionalProjectSources: folder };
    await run("dotnet", ["run"], { cwd: project, env });
  },
};
