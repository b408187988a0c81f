import { join } from "node:path";
import * as ts from "typescript";
import { codeBlocks, documents, ROOT } from "./documents";

/** Imports and variables that a block inside a stack can use. */
const SURROUNDINGS = `
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Fn, TerraformIterator, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import {
  CodeSigningConfig, ISigningJob, ISigningProfile, Platform, SigningDestination, SigningJob, SigningFunction,
  SigningProfile, SigningSource, SignedLambdaLayer, SignedLambdaPackage, UntrustedArtifactOnDeployment,
} from "cdktf-aws-signer";
declare const role: IamRole;
declare const profile: ISigningProfile;
declare const source: SigningSource;
declare const destination: SigningDestination;
declare const job: ISigningJob;
declare const jobs: SigningJob;
declare const kmsKeyArn: string;
`;

const FOLDER = join(ROOT, "examples");

/** Blocks with imports are compiled unchanged. Others are compiled inside the constructor of a stack. */
function programOf(code: string): string {
  if (/^import /m.test(code)) return code;
  return `${SURROUNDINGS}export function declare(this: TerraformStack): void {\n${code}}\n`;
}

interface Shown {
  readonly where: string;
  /** The path under which the compiler sees it. */
  readonly file: string;
  readonly code: string;
}

function shownTypeScript(): Shown[] {
  return documents().flatMap((document) =>
    codeBlocks(document)
      .filter(({ language }) => language === "ts")
      .map(({ code, line }) => {
        const where = `${document.path}:${line}`;
        return { where, file: join(FOLDER, `${where.replace(/\W/g, "-")}.ts`), code };
      }),
  );
}

/** The compiler's errors for each block. All blocks are one compilation, so the libraries are read once. */
function problemsIn(shown: readonly Shown[]): [string, string[]][] {
  const { config } = ts.readConfigFile(join(FOLDER, "tsconfig.json"), ts.sys.readFile);
  const options = { ...ts.parseJsonConfigFileContent(config, ts.sys, FOLDER).options, noUnusedLocals: false };
  const files = new Map(shown.map(({ file, code }) => [file, programOf(code)]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.getSourceFile = (path, target, ...more) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, target, ...more) : ts.createSourceFile(path, text, target);
  };
  const compilation = ts.createProgram([...files.keys()], options, host);
  return shown.map(({ where, file }) => {
    const source = compilation.getSourceFile(file);
    const found = [...compilation.getSyntacticDiagnostics(source), ...compilation.getSemanticDiagnostics(source)];
    return [where, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))];
  });
}

describe("the TypeScript of the documents compiles", () => {
  const shown = shownTypeScript();

  test.each(problemsIn(shown))("%s", (_, problems) => expect(problems).toEqual([]));

  test("and the README has a complete program", () => {
    const programs = shown.filter(({ code }) => code.startsWith("import ") && code.endsWith("app.synth();\n"));
    expect(programs.map(({ where }) => where)).toContainEqual(expect.stringMatching(/^README\.md:/));
  });
});
