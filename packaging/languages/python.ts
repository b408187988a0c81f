import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failureOf, FUNCTION_FOLDER, Language, packageFor, Workspace } from "./language";
import { run } from "../command";
import { ROOT } from "../flavour";

const PROGRAM = join(ROOT, "examples/languages/python");

/** The wheel in a virtual environment, with the versions of `requirements.txt`. */
export const PYTHON: Language = {
  name: "Python",

  async missing({ project }) {
    const failure = await failureOf("python3", ["-c", "import venv, ensurepip"], project);
    return failure && `python3 with venv was not found: ${failure}`;
  },

  async synthesize({ packages, project }: Workspace) {
    const folder = await packageFor("python", packages);
    const wheel = readdirSync(folder).find((file) => /^cdktf_aws_signer-.*\.whl$/.test(file));
    if (wheel === undefined) throw new Error(`jsii-pacmak made no wheel in ${folder}`);
    const requirements = readFileSync(join(PROGRAM, "requirements.txt"), "utf8");
    writeFileSync(join(project, "requirements.txt"), requirements.replace(/^cdktf-aws-signer$/m, join(folder, wheel)));
    await run("python3", ["-m", "venv", "venv"], { cwd: project });
    const python = join(project, "venv/bin/python");
    await run(python, ["-m", "pip", "install", "--quiet", "--no-compile", "--requirement", "requirements.txt"], {
      cwd: project,
    });
    await run(python, [join(PROGRAM, "main.py")], {
      cwd: project,
      env: {
        FUNCTION_FOLDER,
        CDKTF_OUTDIR: join(project, "cdktf.out"),
        JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: "true",
      },
    });
  },
};
