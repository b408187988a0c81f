import { cpSync } from "node:fs";
import { join } from "node:path";
import { codeFor, failureOf, FUNCTION_FOLDER, Language } from "./language";
import { installLibraries } from "./libraries";
import { run } from "../command";
import { ROOT } from "../flavour";

const PROGRAM = join(ROOT, "examples/languages/go");
const RUNTIME = "github.com/aws/jsii-runtime-go";
const RUNTIME_VERSION = "v1.141.0";

/** Modules by the folders that jsii generates them in. */
const MODULES = {
  "github.com/aws/constructs-go/constructs/v10": "constructs",
  "github.com/hashicorp/terraform-cdk-go/cdktf": "cdktf",
  "github.com/cdktf/cdktf-provider-aws-go/aws/v20": "aws",
  "github.com/cdktf-aws-signer/cdktf-aws-signer-go/cdktfawssigner": "cdktfawssigner",
};

/** Bindings of cdktf and the AWS provider are generated, because not every Go module proxy has them. */
export const GO: Language = {
  name: "Go",

  async missing({ project }) {
    const failure = await failureOf("go", ["version"], project);
    if (failure) return `Go was not found: ${failure}`;
    const download = await failureOf("go", ["mod", "download", `${RUNTIME}@${RUNTIME_VERSION}`], project);
    return download && `${RUNTIME} cannot be downloaded: ${download}`;
  },

  async synthesize({ packages, project }) {
    const code = await codeFor("go", packages, await installLibraries(packages));
    cpSync(PROGRAM, project, { recursive: true });
    const go = async (...args: string[]) => run("go", args, { cwd: project, env: { GOFLAGS: "-mod=mod" } });
    for (const [module, folder] of Object.entries(MODULES)) {
      await go("mod", "edit", "-replace", `${module}=${join(code, folder)}`);
    }
    // The version that the generated code asks for is not published for Go in every case.
    await go("mod", "edit", "-replace", `${RUNTIME}=${RUNTIME}@${RUNTIME_VERSION}`);
    await go("build", "-o", "program", ".");
    const env = { FUNCTION_FOLDER, CDKTF_OUTDIR: join(project, "cdktf.out") };
    await run(join(project, "program"), [], { cwd: project, env });
  },
};
