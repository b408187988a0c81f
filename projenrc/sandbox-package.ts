import { Component, cdk, javascript } from "projen";

/** Folder of the npm package `aws-signer-sandbox`. Its `package.json` is written by hand. */
const FOLDER = "sandbox";

/**
 * The sandbox is an npm workspace: a separate package with its own dependencies. Tests and examples run it from source.
 * Its tarball contains the output of `npm run build --workspace sandbox`.
 */
export class SandboxPackage extends Component {
  constructor(project: cdk.JsiiProject) {
    super(project);
    project.package.addField("workspaces", [FOLDER]);
    project.gitignore.exclude(`/${FOLDER}/lib/`);
    project.eslint?.addLintPattern(FOLDER);
    const source = new javascript.TypescriptConfig(project, {
      fileName: `${FOLDER}/tsconfig.json`,
      extends: javascript.TypescriptConfigExtends.fromPaths(["../tsconfig.json"]),
      include: ["**/*.ts"],
      exclude: ["node_modules", "lib"],
      compilerOptions: { noEmit: true, rootDir: ".", types: ["node"] },
    });
    new javascript.TypescriptConfig(project, {
      fileName: `${FOLDER}/tsconfig.build.json`,
      extends: javascript.TypescriptConfigExtends.fromTypescriptConfigs([source]),
      // The entry points. Files that they do not import are not part of the package.
      include: ["cli.ts", "index.ts"],
      compilerOptions: { noEmit: false, outDir: "lib", inlineSourceMap: false, inlineSources: false },
    });
  }
}
